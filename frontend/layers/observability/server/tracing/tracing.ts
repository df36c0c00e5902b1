export { startExporter } from './exporter'
export { beginRequest, tracedFetch } from './spans'
