import { describe, expect, it } from 'vitest'
import { Marks, move } from '../src/components/cursor'
import { finds, fold } from '../src/text/fold'
import { compareNames } from '../src/text/order'

describe('the cursor of a list', () => {
  it('stops at both ends and leaves other keys alone', () => {
    expect(move('ArrowUp', 0, 5, 3)).toBe(0)
    expect(move('ArrowDown', 4, 5, 3)).toBe(4)
    expect(move('PageDown', 1, 5, 3)).toBe(4)
    expect(move('End', 0, 5, 3)).toBe(4)
    expect(move('x', 0, 5, 3)).toBeNull()
    expect(move('ArrowDown', 0, 0, 3)).toBeNull()
  })
  it('marks are values', () => {
    const one = new Marks(['a'])
    expect(one.toggled('b').ids).toEqual(['a', 'b'])
    expect(one.toggled('a').size).toBe(0)
    expect(one.size).toBe(1)
  })
})

describe('Vietnamese in small lists', () => {
  it('finds without accents, whichever way the tone is written', () => {
    expect(fold('Đặng Hoà')).toBe('dang hoa')
    expect(finds('ket nap', 'Kết nạp đoàn viên')).toBe(true)
    expect(finds('oan', 'Kết nạp đoàn viên')).toBe(false)
  })
  it('sorts people by given name', () => {
    expect(['Bùi Thị Ngọc Lan', 'Ngô Quốc Khoa', 'Danh Công Lân', 'Đỗ Thùy Lan'].sort(compareNames))
      .toEqual(['Ngô Quốc Khoa', 'Bùi Thị Ngọc Lan', 'Đỗ Thùy Lan', 'Danh Công Lân'])
  })
})
