import { z } from 'zod';
import { readSettings } from '../../../../src/lib/platform/settings';
import { TELEMETRY } from '../../../../src/lib/platform/telemetry/settings';

const SETTINGS = z.object(TELEMETRY.shape);
const read = (environment: Record<string, unknown>) => TELEMETRY.toConfig(SETTINGS.parse(environment), []);
const INSIGHTS =
  'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://example.org/';

describe('the settings of telemetry', () => {
  it('switch telemetry on by a destination, and off again', () => {
    expect(read({})).toBeUndefined();
    expect(read({ OTEL_SERVICE_NAME: 'other' })).toBeUndefined();
    expect(
      read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_SDK_DISABLED: 'true' }),
    ).toBeUndefined();
  });

  it('set a collector by its base address', () => {
    expect(
      read({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/',
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b, tenant=50%',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
      }),
    ).toEqual({
      serviceName: 'sluice',
      resourceAttributes: { 'deployment.environment.name': 'test' },
      otlp: {
        tracesUrl: 'http://127.0.0.1:4318/v1/traces',
        metricsUrl: 'http://127.0.0.1:4318/v1/metrics',
        headers: { 'api-key': 'a b', tenant: '50%' },
      },
      applicationInsights: undefined,
      sampler: { name: 'parentbased_traceidratio', ratio: 0.25 },
      metricIntervalMilliseconds: 60_000,
      spanDelayMilliseconds: 5000,
    });
  });

  it.each([
    ['Authorization=AAD', { clientId: 'app' }],
    ['ClientId=own;Authorization=AAD', { clientId: 'own' }],
    [undefined, undefined],
  ])('connect to Application Insights as %s requires', (authentication, identity) => {
    const config = read({
      APPLICATIONINSIGHTS_CONNECTION_STRING: INSIGHTS,
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: authentication,
    });
    expect(config?.applicationInsights?.connectionString).toBe(INSIGHTS);
    const asApp = TELEMETRY.toConfig(
      {
        ...SETTINGS.parse({
          APPLICATIONINSIGHTS_CONNECTION_STRING: INSIGHTS,
          APPLICATIONINSIGHTS_AUTHENTICATION_STRING: authentication,
        }),
        AZURE_CLIENT_ID: 'app',
      },
      [],
    );
    expect(asApp?.applicationInsights?.identity).toEqual(identity);
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'ftp://x'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'no pair'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
    ['APPLICATIONINSIGHTS_CONNECTION_STRING', 'key'],
    ['APPLICATIONINSIGHTS_AUTHENTICATION_STRING', 'ClientId=x'],
  ])('refuse %s=%s', (name, value) => {
    expect(SETTINGS.safeParse({ [name]: value }).success).toBe(false);
  });

  it('uses http/protobuf, also if no protocol is set', () => {
    expect(SETTINGS.parse({}).OTEL_EXPORTER_OTLP_PROTOCOL).toBe('http/protobuf');
    expect(SETTINGS.parse({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }).OTEL_EXPORTER_OTLP_PROTOCOL).toBe(
      'http/protobuf',
    );
  });

  it.each([
    ['http/json', 'set it to http/protobuf; the Functions host does not support http/json'],
    ['grpc', "set it to http/protobuf and the endpoint to the collector's HTTP port (4318)"],
    ['HTTP/protobuf', 'set it to http/protobuf, the only protocol that both the app and the Functions host'],
  ])('names the remedy when the protocol is %s', (protocol, remedy) => {
    const read = (): unknown =>
      readSettings({ telemetry: TELEMETRY }, { OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
    expect(read).toThrow(`OTEL_EXPORTER_OTLP_PROTOCOL: ${remedy}`);
  });
});
