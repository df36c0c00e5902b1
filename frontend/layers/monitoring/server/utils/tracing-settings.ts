type Environment = Record<string, string | undefined>

const ENDPOINTS = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT']
const PROTOCOLS = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL']
const PROTOCOL = 'http/protobuf'

/**
 * Whether OpenTelemetry's environment variables name a collector.
 *
 * @throws Error if one is invalid
 */
export function isTracingEnabled(environment: Environment): boolean {
  const isSet = (name: string) => Boolean(environment[name])
  ENDPOINTS.filter(isSet).forEach(name => checkEndpoint(name, environment[name] ?? ''))
  for (const name of PROTOCOLS.filter(isSet)) {
    if (environment[name] !== PROTOCOL) {
      throw new Error(`${name} is "${environment[name]}": the only supported protocol is "${PROTOCOL}", the default.`)
    }
  }
  const disabled = environment.OTEL_SDK_DISABLED?.toLowerCase() || 'false'
  if (!['true', 'false'].includes(disabled)) throw new Error(`OTEL_SDK_DISABLED is "${disabled}": it must be "true" or "false".`)
  return ENDPOINTS.some(isSet) && disabled === 'false'
}

/** The message does not repeat the address, which may hold a password. */
function checkEndpoint(name: string, address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password) return
  throw new Error(
    `${name} is not the address of a collector. Write it as "http://collector:4318", without user and password: those go into OTEL_EXPORTER_OTLP_HEADERS.`,
  )
}
