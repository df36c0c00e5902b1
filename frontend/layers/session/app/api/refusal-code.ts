import { readErrorDetails } from './error-details'

/** The machine-readable reason of an answer that refuses; its body can still be read afterwards. */
export async function refusalCode(response: Response): Promise<string | undefined> {
  if (response.ok) return undefined
  const body: unknown = await response.clone().json().catch(() => undefined)
  return readErrorDetails(body)[0]?.code
}
