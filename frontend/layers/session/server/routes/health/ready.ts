/** A server that listens is ready. */
export { default } from './live'
