const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': [
    'accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'magnetometer', 'microphone', 'midi', 'payment', 'usb',
  ].map(feature => `${feature}=()`).join(', '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/**
 * The security headers of every response, without the Content-Security-Policy.
 *
 * @param options.hsts value of Strict-Transport-Security; sent over HTTPS only
 */
export function securityHeaders({ https = false, hsts = '' } = {}): Record<string, string> {
  return https && hsts ? { ...HEADERS, 'Strict-Transport-Security': hsts } : HEADERS
}

/**
 * Validates the setting `NUXT_SECURITY_HSTS`.
 *
 * @returns an error message; undefined if it is valid
 */
export function findHstsError(hsts: string): string | undefined {
  if (hsts === '' || /^max-age=\d+(?:; includeSubDomains)?(?:; preload)?$/.test(hsts)) return
  return `NUXT_SECURITY_HSTS is "${hsts}": it must be empty or such as "max-age=31536000; includeSubDomains".`
}
