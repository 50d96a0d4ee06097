import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { choosePort, DEFAULT_PORTS } from '../../../../local/stack/choose-port';
import {
  choosePorts,
  type ChoosePortsOptions,
  HOST_STORAGE,
  type StackPorts,
} from '../../../../local/stack/choose-ports';

const ROOT = join(__dirname, '../../../..');

/** Chooses ports while some are in use. The free ports of the system begin at 50,000. */
async function choose(
  inUse: readonly number[],
  options: Partial<ChoosePortsOptions> = {},
): Promise<{ ports: StackPorts; notices: string[] }> {
  const notices: string[] = [];
  let free = 50_000;
  const ports = await choosePorts({
    wellKnownPorts: true,
    unused: [],
    notify: (message) => notices.push(message),
    choose: (preferred) => Promise.resolve(preferred === 0 || inUse.includes(preferred) ? free++ : preferred),
    find: (port) => Promise.resolve(inUse.includes(port) ? undefined : port),
    ...options,
  });
  return { ports, notices };
}

it('gives the lake and tables the ports of UseDevelopmentStorage, and Azurite others', async () => {
  const { ports, notices } = await choose([]);
  expect(ports).toMatchObject({ lake: 10_000, tables: 10_002 });
  expect(Object.values(ports)).not.toContain(10_001);
  expect(notices).toEqual([]);
});

it('gives each service a port of its own', async () => {
  for (const wellKnownPorts of [true, false]) {
    // The system can offer the same port again while no service listens on it.
    let offers = 0;
    const offer = (preferred: number): Promise<number> =>
      Promise.resolve(preferred === 0 ? 50_000 + Math.floor(offers++ / 3) : preferred);
    const { ports } = await choose([], { wellKnownPorts, choose: offer });
    expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
  }
});

it('gives the lake another port and says so when 10000 is in use', async () => {
  const { ports, notices } = await choose([10_000]);
  expect(ports).toMatchObject({ lake: 50_000, tables: 10_002 });
  expect(notices).toEqual([
    'Port 10000 is in use: the lake has port 50000. UseDevelopmentStorage=true reaches another program, so use the connection string.',
  ]);
});

it('names each service whose port is in use', async () => {
  const { ports, notices } = await choose([5672, 10_043]);
  expect(notices).toEqual([
    `Port 5672 is in use: Event Hubs has port ${ports.eventHubs}.`,
    `Port 10043 is in use: Databricks has port ${ports.databricks}.`,
  ]);
});

it('says nothing of services that do not start, nor without well-known ports', async () => {
  const { ports } = await choose([]);
  const inUse = Object.values(ports).filter((port) => port !== undefined);
  const { notices } = await choose([ports.hostBlobs, ports.hostQueues], { unused: HOST_STORAGE });
  expect(notices).toEqual([]);
  const any = await choose(inUse, { wellKnownPorts: false });
  expect(any.notices).toEqual([]);
  const { secondEventHubs, ...others } = any.ports;
  expect(secondEventHubs).toBeUndefined();
  for (const port of Object.values(others)) expect(port).toBeGreaterThanOrEqual(50_000);
});

it('gives Event Hubs 5671 too, and says nothing when it is in use', async () => {
  expect((await choose([])).ports.secondEventHubs).toBe(5671);
  const { ports, notices } = await choose([5671]);
  expect([ports.secondEventHubs, notices]).toEqual([undefined, []]);
});

it('takes another port when a program listens on the preferred one', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  try {
    expect(await choosePort(port)).not.toBe(port);
  } finally {
    other.close();
  }
});

it('has the ports that the document and the dev container name', async () => {
  const { ports } = await choose([]);
  const page = ['connect-clients', 'run-locally']
    .map((name) => readFileSync(join(ROOT, `docs/${name}.md`), 'utf8'))
    .join('\n');
  expect(page).toContain(`127.0.0.1:${ports.eventHubs}`);
  expect(page).toContain(`http://127.0.0.1:${ports.lake}/devstoreaccount1`);
  expect(page).toContain(`http://127.0.0.1:${ports.tables}/devstoreaccount1`);
  expect(page).toContain(`blobs on ${ports.hostBlobs}, queues on ${ports.hostQueues}`);
  const { portsAttributes } = JSON.parse(
    readFileSync(join(ROOT, '.devcontainer/devcontainer.json'), 'utf8'),
  ) as { readonly portsAttributes: object };
  const labelled = [DEFAULT_PORTS.functionsHost, ports.eventHubs, ports.lake, ports.tables];
  expect(Object.keys(portsAttributes).map(Number).sort()).toEqual([...labelled].sort());
});
