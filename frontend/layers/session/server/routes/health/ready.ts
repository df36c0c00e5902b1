/** Once this server listens it has all that it needs: a server that answers is ready. */
export { default } from './live'
