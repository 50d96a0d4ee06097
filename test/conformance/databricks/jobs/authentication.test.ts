import { DATABRICKS_AUDIENCE } from '../../../../local/databricks/jobs/operations';
import { issueToken } from '../../../../local/kit';
import { answerOf, JobsFixture, task, token, TOKEN_KEY } from './jobs-fixture';

const other = (options: { readonly key?: string; readonly audience?: string }): string =>
  issueToken({
    audience: DATABRICKS_AUDIENCE,
    key: TOKEN_KEY,
    now: new Date(),
    lifetimeSeconds: 60,
    ...options,
  });

describe('a request', () => {
  const fixture = new JobsFixture();
  beforeAll(() => fixture.start([task('one', [])]));
  afterAll(() => fixture.cleanup());

  const ask = async (authorization?: string): Promise<unknown> => {
    const headers = authorization === undefined ? {} : { authorization };
    const { status, body } = await answerOf(
      await fetch(`${fixture.databricks.baseUrl}/api/2.2/jobs/list`, { headers }),
    );
    return { status, body };
  };

  test('for the description of the workspace needs no token', async () => {
    const { baseUrl } = fixture.databricks;
    const response = await fetch(`${baseUrl}/.well-known/databricks-config`);
    expect({ status: response.status, body: await response.json() }).toEqual({
      status: 200,
      body: {
        oidc_endpoint: `${baseUrl}/oidc`,
        account_id: expect.stringMatching(/^[\da-f-]{36}$/) as unknown,
        workspace_id: expect.stringMatching(/^\d+$/) as unknown,
        cloud: 'Azure',
        host_type: 'workspace',
        token_federation_default_oidc_audiences: [`${baseUrl}/oidc/v1/token`],
      },
    });
  });

  test('with a token for Databricks is accepted', async () => {
    expect(await ask(`Bearer ${token()}`)).toMatchObject({ status: 200 });
  });

  test.each([
    ['no token', undefined, 401, 'Credential was not sent'],
    ['another scheme', 'Basic eDp5', 401, 'Credential was not sent'],
    ['a malformed token', 'Bearer nonsense', 401, 'Invalid access token'],
    ['a foreign signature', `Bearer ${other({ key: 'foreign' })}`, 401, 'Invalid access token'],
    ['an expired token', `Bearer ${token(-1)}`, 401, 'expired'],
    [
      'a token for another service',
      `Bearer ${other({ audience: 'https://management.azure.com' })}`,
      400,
      `Expected aud claim to be: ${DATABRICKS_AUDIENCE}, but was: https://management.azure.com.`,
    ],
  ])('with %s is refused', async (_what, authorization, status, message) => {
    expect(await ask(authorization)).toEqual({
      status,
      body: { error_code: status, message: expect.stringContaining(message) as unknown },
    });
  });
});
