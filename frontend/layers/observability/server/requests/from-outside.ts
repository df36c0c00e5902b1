import { ServerResponse } from 'node:http'
import type { H3Event } from 'h3'

/** Whether somebody outside has asked; a request of this server to itself, such as for an error page, is part of another one. */
export function isFromOutside(event: H3Event): boolean {
  return event.node.res instanceof ServerResponse
}
