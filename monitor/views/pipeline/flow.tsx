import { type VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { toFlow } from '../../derive/map-layout';

/** Distance of two dots, in pixels. */
const PITCH = 16;
/**
 * Speed of the animation. Its playback rate is changed, so that a change of the event rate does not move the
 * dots abruptly.
 */
const BASE_SPEED = 40;

/** A path on the map, with dots that move in proportion to the event rate. */
export function Flow({
  path,
  rate,
  tone,
  scale = 1,
}: {
  readonly path: string;
  /** Events a second; null if unknown. */
  readonly rate: number | null;
  readonly tone: string;
  /** @default 1 */
  readonly scale?: number;
}): VNode {
  const dots = useRef<SVGPathElement>(null);
  const animation = useRef<Animation | null>(null);
  const flow = toFlow(rate);
  const { speed } = flow;
  const thickness = flow.thickness * scale;

  useEffect(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    const begin = (): void => {
      animation.current?.cancel();
      animation.current = null;
      if (calm.matches || dots.current === null) return;
      const frames = [{ strokeDashoffset: '0' }, { strokeDashoffset: String(-PITCH) }];
      animation.current = dots.current.animate(frames, {
        duration: (PITCH / BASE_SPEED) * 1000,
        iterations: Infinity,
      });
      animation.current.updatePlaybackRate(speed / BASE_SPEED);
    };
    begin();
    calm.addEventListener('change', begin);
    return () => {
      calm.removeEventListener('change', begin);
      animation.current?.cancel();
    };
  }, []);

  useEffect(() => {
    animation.current?.updatePlaybackRate(speed / BASE_SPEED);
  }, [speed]);

  return (
    <g class={`flow ${tone} ${speed === 0 ? 'still' : ''}`}>
      <path class="channel" d={path} style={{ strokeWidth: `${thickness + 5 * scale}px` }} />
      <path
        class="dots"
        ref={dots}
        d={path}
        style={{ strokeWidth: `${thickness}px`, strokeDasharray: `0 ${PITCH}` }}
      />
    </g>
  );
}
