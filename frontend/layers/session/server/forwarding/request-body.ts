import type { IncomingMessage } from 'node:http'

/** What Django takes at most (DATA_UPLOAD_MAX_MEMORY_SIZE), in bytes. */
export const LARGEST_BODY = 2_621_440

/**
 * The whole body of a request; `too large` as soon as that is known, so that nobody can fill the memory.
 *
 * What is left of a body that is too large is read and thrown away by Node after the answer.
 */
export async function readRequestBody(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | 'too large'> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return 'too large'
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length
    if (size > LARGEST_BODY) return 'too large'
    chunks.push(chunk as Buffer)
  }
  return Uint8Array.from(Buffer.concat(chunks))
}
