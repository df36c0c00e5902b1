import type { ApiResponse } from '../../../session/shared/types/api'

type AuthState = ApiResponse<'/api/auth/browser/v1/auth/session'>

/** For the pages whose code completes a log-in: `complete` takes the account over, `proceed` navigates. */
export function useCodeLogin() {
  const session = useSessionStore()
  const route = useRoute()

  async function complete({ account }: AuthState): Promise<void> {
    if (account) await session.completeLogin(account)
  }

  return { complete, proceed: () => redirectAfterLogin(route.query.redirect) }
}
