import { ApiError } from './api-error.ts';

/** What `client.GET` and its siblings resolve to. */
interface Reply<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * The data of a reply.
 *
 * @throws ApiError when the server refused
 * @example const { data } = await unwrap(client.GET('/api/v1/stores'));
 */
export async function unwrap<Data>(request: Promise<Reply<Data>>): Promise<Data> {
  const { data, error, response } = await request;
  if (!response.ok) throw ApiError.of(response, error);
  return data as Data;
}
