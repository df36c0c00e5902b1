/** What every answer says, whatever it is. */
const ALWAYS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': [
    'accelerometer', 'camera', 'display-capture', 'geolocation', 'gyroscope', 'magnetometer', 'microphone', 'midi', 'payment', 'usb',
  ].map(feature => `${feature}=()`).join(', '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** The headers of an answer but for the policy of its content. */
export function securityHeaders({ https = false, hsts = '' } = {}): Record<string, string> {
  return https && hsts ? { ...ALWAYS, 'Strict-Transport-Security': hsts } : ALWAYS
}

/** What is wrong with the setting `NUXT_SECURITY_HSTS`, in a sentence; nothing when it can be sent. */
export function findHstsError(hsts: string): string | undefined {
  if (hsts === '' || /^max-age=\d+(?:; includeSubDomains)?(?:; preload)?$/.test(hsts)) return
  return `NUXT_SECURITY_HSTS is "${hsts}": it must be empty or such as "max-age=31536000; includeSubDomains".`
}
