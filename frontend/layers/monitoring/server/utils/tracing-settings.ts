type Environment = Record<string, string | undefined>

const ENDPOINTS = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT']
const PROTOCOLS = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL']
const PROTOCOL = 'http/protobuf'

/**
 * Whether OpenTelemetry's own variables name somebody who collects traces.
 *
 * @throws Error when what they say cannot work
 */
export function isTracingEnabled(environment: Environment): boolean {
  const set = (name: string) => Boolean(environment[name])
  ENDPOINTS.filter(set).forEach(name => checkEndpoint(name, environment[name] ?? ''))
  for (const name of PROTOCOLS.filter(set)) {
    if (environment[name] !== PROTOCOL) {
      throw new Error(`${name} is "${environment[name]}": leave it out, "${PROTOCOL}" is what is spoken here.`)
    }
  }
  const disabled = environment.OTEL_SDK_DISABLED?.toLowerCase() || 'false'
  if (!['true', 'false'].includes(disabled)) throw new Error(`OTEL_SDK_DISABLED is "${disabled}": it must be "true" or "false".`)
  return ENDPOINTS.some(set) && disabled === 'false'
}

/** Who may send spans is told by a header, which no log repeats. */
function checkEndpoint(name: string, address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password) return
  throw new Error(
    `${name} is no address of a collector. Write it as "http://collector:4318", without user and password: those go into OTEL_EXPORTER_OTLP_HEADERS.`,
  )
}
