// Vietnamese order of people: by given name (the last word), then by the family and middle names.
const collator = new Intl.Collator('vi', { sensitivity: 'variant', numeric: true })

export const compareText = (a: string, b: string): number => collator.compare(a, b)

export function givenName(name: string): string {
  return name.trim().split(/\s+/).at(-1) ?? ''
}

export function compareNames(a: string, b: string): number {
  return collator.compare(givenName(a), givenName(b)) || collator.compare(a, b)
}
