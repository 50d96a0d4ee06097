import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { createScene, type Scene } from '../browser/fixture/scene';
import { type FixtureServer, startFixtureServer } from '../browser/fixture/server';
import { launchChromium } from './browser';
import { buildMonitor } from '../../tools/build-monitor';

/** The built page over the fixture's API, in a browser. */
export interface MonitorScene {
  readonly scene: Scene;
  readonly url: string;
  /** What pages said on their console that nobody wants to read there: errors, refused requests. */
  readonly complaints: string[];
  /** A page of its own at a part of the monitor, shown once something has been applied. */
  open(hash: string, options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export async function openMonitorScene(): Promise<MonitorScene> {
  const directory = await mkdtemp(join(tmpdir(), 'sluice-monitor-'));
  await buildMonitor(directory);
  const scene = createScene();
  const server: FixtureServer = await startFixtureServer({ scene, directory });
  const browser: Browser = await launchChromium();
  const complaints: string[] = [];
  return {
    scene,
    url: server.url,
    complaints,
    open: async (hash, options = {}) => {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
          complaints.push(message.text());
      });
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== server.url)
          complaints.push(`outside request: ${request.url()}`);
      });
      await page.goto(`${server.url}/api/monitor${hash}`);
      await page.locator('main h1').waitFor();
      return page;
    },
    close: async () => {
      await browser.close();
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
}
