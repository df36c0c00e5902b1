interface Account { id: number, name: string }
interface Json<Body> { content: { 'application/json': Body } }

/** What this application asks its API: another one than Latchkey's. */
export interface paths {
  '/api/account/': { get: { responses: { 200: Json<Account> } } }
  '/api/login/': {
    post: { requestBody: Json<{ email: string, password: string }>, responses: { 200: Json<Account> } }
  }
  '/api/logout/': { post: { responses: { 204: { content?: never } } } }
  '/api/motto/': { get: { responses: { 200: Json<{ text: string }> } } }
}
