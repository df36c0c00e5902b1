/**
 * The token of a link in a mail. It is in the fragment of the address, which no server gets.
 *
 * @returns the token, empty on the server and for an address without one
 */
export function useLinkToken() {
  const token = ref('')
  onMounted(() => {
    token.value = window.location.hash.slice(1)
  })
  return token
}
