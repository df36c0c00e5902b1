import { diag, DiagConsoleLogger, DiagLogLevel, type Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'

const NAME = 'latchkey-web'

export interface Exporter {
  tracer: Tracer
  /** Sends what is left. */
  end: () => Promise<void>
}

/** Sends spans to whoever collects them, as the `OTEL_…` variables say. */
export function startExporter(): Exporter {
  diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.WARN)
  const ours = resourceFromAttributes({ 'service.name': NAME })
  const provider = new BasicTracerProvider({
    resource: defaultResource().merge(ours).merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  return { tracer: provider.getTracer('latchkey'), end: () => provider.shutdown() }
}
