const FORMATS = ['json', 'plain'] as const

export type LogFormat = typeof FORMATS[number]

/**
 * Reads the setting `NUXT_SESSION_LOG_FORMAT`.
 *
 * @throws Error when it is neither
 */
export function parseLogFormat(setting: unknown): LogFormat {
  const format = FORMATS.find(each => each === setting)
  if (!format) throw new Error(`NUXT_SESSION_LOG_FORMAT is "${String(setting)}": it must be "json" or "plain".`)
  return format
}
