import { chooseTelemetry } from '../../../../local/functions-host/telemetry/telemetry-options';

const ON = {
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
};
const choose = (settings: Record<string, string>, mode = 'OpenTelemetry') => chooseTelemetry(mode, settings);

describe('chooseTelemetry', () => {
  it('sends spans to the traces of the endpoint, with the headers and names of the settings', () => {
    expect(
      choose({
        ...ON,
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%20b, tenant=50%',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test,service.name=other',
        OTEL_SERVICE_NAME: 'sluice',
        OTEL_BSP_SCHEDULE_DELAY: '100',
        OTEL_TRACES_SAMPLER: 'traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
      }),
    ).toEqual({
      kind: 'otlp',
      options: {
        tracesUrl: 'http://127.0.0.1:4318/v1/traces',
        headers: { 'api-key': 'a b', tenant: '50%' },
        resourceAttributes: { 'deployment.environment.name': 'test', 'service.name': 'sluice' },
        delayMilliseconds: 100,
        sampler: { root: 'traceidratio', ratio: 0.25, isParentBased: false },
      },
    });
  });

  it('keeps all traces and follows callers when sampling is not configured', () => {
    expect(choose(ON)).toMatchObject({
      options: { delayMilliseconds: 5000, sampler: { root: 'always_on', ratio: 1, isParentBased: true } },
    });
  });

  it.each([
    ['host.json configures nothing', ON, ''],
    ['host.json configures Application Insights', ON, 'ApplicationInsights'],
    ['no endpoint is set', { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, 'OpenTelemetry'],
    ['the endpoint is blank', { ...ON, OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }, 'OpenTelemetry'],
    ['the SDK is disabled', { ...ON, OTEL_SDK_DISABLED: 'true' }, 'OpenTelemetry'],
  ])('is off when %s', (_why, settings, mode) => {
    expect(choose(settings, mode)).toEqual({ kind: 'off' });
  });

  it.each([
    ['http/json', 'OTEL_EXPORTER_OTLP_PROTOCOL is http/json'],
    ['grpc', 'OTEL_EXPORTER_OTLP_PROTOCOL is grpc'],
    ['', 'OTEL_EXPORTER_OTLP_PROTOCOL is not set'],
  ])('sends nothing and reports the remedy when the protocol is "%s"', (protocol, problem) => {
    expect(choose({ ...ON, OTEL_EXPORTER_OTLP_PROTOCOL: protocol })).toEqual({
      kind: 'problem',
      problem: expect.stringMatching(
        new RegExp(`^${problem}:.*uses gRPC.*Set it to http/protobuf`),
      ) as string,
    });
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half'],
    ['OTEL_BSP_SCHEDULE_DELAY', '-1'],
  ])('refuses %s=%s and names the setting', (name, value) => {
    expect(() => choose({ ...ON, [name]: value })).toThrow(name);
  });
});
