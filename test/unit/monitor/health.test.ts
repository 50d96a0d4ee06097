import { ageSeconds, newest } from '../../../monitor/derive/ages';
import { toHealth } from '../../../monitor/derive/health';
import { toHeadline } from '../../../monitor/derive/headline';
import { createSpeaker } from '../../../monitor/derive/speaker';
import { type PipelineStatus } from '../../../monitor/data/api';
import { createScene, type Scene } from '../../browser/fixture/scene';
import { toStatus } from '../../browser/fixture/status';

const NOW = Date.parse('2026-11-21T09:00:00Z');

function status(change: (scene: Scene) => void = () => undefined): PipelineStatus {
  const scene = createScene();
  scene.now = () => NOW;
  scene.begin = NOW;
  change(scene);
  return toStatus(scene);
}

function validate(of: PipelineStatus, rate: number | null = 40): ReturnType<typeof toHealth> {
  return toHealth({ status: of, rate, nowMilliseconds: NOW });
}

describe('health', () => {
  test('reports in one sentence that all stages work', () => {
    expect(toHeadline(validate(status()), 40, 0).text).toBe('All stages work: 40 events a second.');
  });

  test('lists stages that are down first, each with its remedy', () => {
    const health = validate(
      status((scene) => {
        scene.down = { bronze: 'The storage account does not answer.', sinks: 'Too many requests.' };
        scene.lags = { iot: 1_000_000 };
      }),
    );
    const down = health.filter(({ state }) => state === 'down');
    expect(down.map(({ stage }) => stage)).toEqual(['bronze', 'sinks']);
    expect(down.every(({ remedy }) => remedy !== null)).toBe(true);
    expect(toHeadline(health, 40, 0)).toEqual({ state: 'down', text: 'Bronze and Sinks need attention.' });
  });

  test('reports a stage as late if more than ten seconds of arrivals wait', () => {
    const of = (lag: number): string | undefined => {
      const health = validate(
        status((scene) => {
          scene.lags = { iot: lag };
        }),
      );
      return health.find(({ stage }) => stage === 'bronze')?.state;
    };
    expect([of(400), of(401)]).toEqual(['up', 'late']);
  });

  test('distinguishes a failed refresh from one without new events', () => {
    const of = (refreshes: number): string | undefined => {
      const health = validate(
        status((scene) => {
          scene.refreshes = refreshes;
        }),
      );
      return health.find(({ stage }) => stage === 'refresh')?.state;
    };
    expect([of(40), of(38), of(42)]).toEqual(['down', 'up', 'up']);
  });

  test('is idle before the first event', () => {
    const health = validate(
      status((scene) => {
        scene.empty = true;
      }),
      0,
    );
    expect(toHeadline(health, 0, null).text).toBe('Waiting for the first event.');
    expect(health.filter(({ state }) => state === 'down')).toEqual([]);
  });
});

describe('createSpeaker', () => {
  test('returns each change once, and no numbers', () => {
    const speak = createSpeaker();
    expect(speak(status(), 'up')).toBeUndefined();
    expect(speak(status(), 'up')).toBeUndefined();
    const broken = status((scene) => {
      scene.down = { hub: 'It does not answer.' };
    });
    expect(speak(broken, 'up')).toBe('Hub is down.');
    expect(speak(broken, 'up')).toBeUndefined();
    expect(speak(broken, 'down')).toBe('The connection was lost.');
    expect(speak(status(), 'up')).toBe('The connection is restored. Hub works again.');
    expect(
      speak(
        status((scene) => {
          scene.refreshing = true;
        }),
        'up',
      ),
    ).toMatch(/^Refresh of .* is running\.$/);
    expect(
      speak(
        status((scene) => {
          scene.refreshes = 43;
        }),
        'up',
      ),
    ).toMatch(/^Refresh of .* ended: succeeded\.$/);
  });
});

describe('ages', () => {
  test('use the newest of times in different notations', () => {
    expect(newest([null, '2026-11-21T10:00:00+02:00', '2026-11-21T08:30:00Z', 'never'])).toBe(
      '2026-11-21T08:30:00Z',
    );
    expect(newest([undefined])).toBeNull();
  });

  test('are never negative', () => {
    expect(ageSeconds('2026-11-21T09:00:03Z', NOW)).toBe(0);
    expect(ageSeconds('2026-11-21T08:59:58Z', NOW)).toBe(2);
    expect(ageSeconds(null, NOW)).toBeNull();
  });
});

describe('a slow stage', () => {
  test('is no red alarm, and the page does not ask for help', () => {
    const health = validate(
      status((scene) => {
        scene.slow = { live: 'The table of live windows answers slowly.' };
      }),
    );
    const live = health.find(({ stage }) => stage === 'live');
    expect(live).toEqual({
      stage: 'live',
      state: 'slow',
      message: 'The table of live windows answers slowly.',
      remedy: 'The page asks again every second, and says so if the stage does not work.',
      cause: null,
    });
    expect(toHeadline(health, 40, 0)).toEqual({
      state: 'slow',
      text: 'Live windows: The table of live windows answers slowly.',
    });
  });

  test('is not spoken', () => {
    const speak = createSpeaker();
    speak(status(), 'up');
    const slow = status((scene) => {
      scene.slow = { hub: 'Event Hubs answers slowly.' };
    });
    expect(speak(slow, 'up')).toBeUndefined();
    expect(speak(status(), 'slow')).toBeUndefined();
    expect(speak(status(), 'up')).toBeUndefined();
    expect(speak(status(), 'down')).toBe('The connection was lost.');
    expect(speak(status(), 'slow')).toBeUndefined();
    expect(speak(status(), 'up')).toBe('The connection is restored.');
  });
});

describe('one fault in several stages', () => {
  const broken = status((scene) => {
    scene.down = {
      live: 'The table storage does not answer.',
      refresh: 'No answer.',
      sinks: 'No answer.',
      quarantine: 'No answer.',
    };
    scene.causes = { refresh: 'live', sinks: 'live', quarantine: 'live' };
  });

  test('is told once, and the other stages refer to it', () => {
    const health = validate(broken);
    const told = health.filter(({ remedy }) => remedy !== null);
    expect(told.map(({ stage, message }) => [stage, message])).toEqual([
      ['live', 'The table storage does not answer.'],
    ]);
    expect(
      health.filter(({ cause }) => cause === 'live').map(({ stage, message }) => [stage, message]),
    ).toEqual([
      ['quarantine', 'The cause is at Live windows.'],
      ['refresh', 'The cause is at Live windows.'],
      ['sinks', 'The cause is at Live windows.'],
    ]);
    expect(toHeadline(health, 40, 0)).toEqual({ state: 'down', text: 'Live windows needs attention.' });
  });

  test('is spoken once', () => {
    const speak = createSpeaker();
    speak(status(), 'up');
    expect(speak(broken, 'up')).toBe('Live windows is down.');
    expect(speak(status(), 'up')).toBe('Live windows works again.');
  });
});
