// Check whether the Nuxt server in this environment is ready; exit code 0 if so.

const { NITRO_HOST, NITRO_PORT } = process.env
try {
  const response = await fetch(`http://${NITRO_HOST}:${NITRO_PORT}/health/ready`, { signal: AbortSignal.timeout(3000) })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
}
catch (error) {
  console.error(error.cause?.message ?? error.message)
  process.exit(1)
}
