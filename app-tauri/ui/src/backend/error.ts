import type { ApiError, Retry } from './contract'

/** A failure of a call, whatever carried it. `message` is the sentence for the person. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly code: string
  readonly args: ApiError['args']
  readonly retry: Retry | null
  constructor(face: ApiError) {
    super(face.message)
    this.code = face.code
    this.args = face.args
    this.retry = face.retry
  }
}

function isFace(value: unknown): value is ApiError {
  return typeof value === 'object' && value !== null && typeof (value as ApiError).code === 'string'
}

/** Anything thrown by a carrier becomes a CallError; what has no face of its own says so honestly. */
export function asApiError(cause: unknown): CallError {
  if (cause instanceof CallError) return cause
  if (isFace(cause)) return new CallError({ ...cause, message: cause.message ?? cause.code, args: cause.args ?? {}, retry: cause.retry ?? null })
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new CallError({
    code: 'page.unreachable',
    message: 'Trang không gọi được phần chạy trên máy. Những gì đã lưu vẫn còn nguyên. Anh/chị đóng rồi mở lại ứng dụng.',
    args: { detail },
    retry: 'now',
  })
}
