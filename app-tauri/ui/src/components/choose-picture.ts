// A picture of a code chosen from disk, as base64 for the program to read. Nothing is decoded in the page.
const MAX_BYTES = 12_000_000

export async function pictureBase64(file: File): Promise<string | null> {
  if (file.size > MAX_BYTES) return null
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result as string)
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(file)
  })
  return url.slice(url.indexOf(',') + 1)
}
