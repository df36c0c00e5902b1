/** JSON that cannot end the `<script>` it stands in, whatever people wrote. */
export function scriptSafe(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c')
}
