/** Formats a storage client's error as `status code`; `accepted` without an error. */
export async function refusal(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'accepted';
  } catch (error) {
    const { statusCode, code, details } = error as {
      statusCode?: number;
      code?: string;
      details?: { errorCode?: string };
    };
    return `${statusCode ?? ''} ${details?.errorCode ?? code ?? String(error)}`;
  }
}
