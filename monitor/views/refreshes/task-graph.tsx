import { type VNode } from 'preact';
import { type Refresh } from '../../data/api';
import { type TaskText } from '../../data/model-texts';
import { toDuration } from '../../derive/format';
import { groupBy } from '../../derive/group-by';
import { toHash } from '../../derive/route';
import { type TaskNode, toTaskGraph } from '../../derive/task-graph';
import { toBarState } from '../../derive/timeline';
import { signOf, StateMark, toneOf } from '../../parts/state-mark';
import { useWidth } from '../../parts/use-width';

const BOX = { height: 44, gap: 10 };
/** Space between two levels, for the lines. */
const BETWEEN = 36;

/** The tasks of the job, each after those that it waits for. A task links to its SQL, log and error. */
export function TaskGraph({
  id,
  tasks,
  texts,
  chosen,
}: {
  readonly id: string;
  readonly tasks: Refresh['runs'][number]['tasks'];
  readonly texts: readonly TaskText[];
  readonly chosen: string | undefined;
}): VNode {
  const [frame, width] = useWidth<HTMLDivElement>();
  const nodes = toTaskGraph(tasks, texts);
  return (
    <>
      <div class="task-graph" ref={frame}>
        {width < 300 ? null : <Drawing id={id} nodes={nodes} width={width} chosen={chosen} />}
      </div>
      <ol class="task-list">
        {[...groupBy(nodes, ({ level }) => String(level))].map(([level, group]) => (
          <li key={level}>
            <p class="quiet">{level === '0' ? 'First' : 'Then'}</p>
            <ul class="plain">
              {group.map(({ task }) => (
                <li key={task.name}>
                  <a
                    href={toTaskHash(id, task.name)}
                    aria-current={task.name === chosen ? 'true' : undefined}
                  >
                    {task.name}
                  </a>{' '}
                  <StateMark state={toBarState(task.state)} /> <span class="quiet">{toLength(task)}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </>
  );
}

function Drawing({
  id,
  nodes,
  width,
  chosen,
}: {
  readonly id: string;
  readonly nodes: readonly TaskNode[];
  readonly width: number;
  readonly chosen: string | undefined;
}): VNode {
  const levels = Math.max(...nodes.map(({ level }) => level)) + 1;
  const rows = Math.max(...nodes.map(({ row }) => row)) + 1;
  const height = rows * (BOX.height + BOX.gap) - BOX.gap + 4;
  const boxWidth = Math.min(230, (width - 4 - (levels - 1) * BETWEEN) / levels);
  const sizes = groupBy(nodes, ({ level }) => String(level));
  const place = ({ level, row }: TaskNode): { readonly x: number; readonly y: number } => {
    const size = (sizes.get(String(level))?.length ?? 1) * (BOX.height + BOX.gap) - BOX.gap;
    return {
      x: 2 + level * (boxWidth + BETWEEN),
      y: (height - size) / 2 + row * (BOX.height + BOX.gap),
    };
  };
  const byName = new Map(nodes.map((node) => [node.task.name, node]));
  const letters = Math.floor((boxWidth - 18) / 7);
  return (
    <svg width={width} height={height} role="group" aria-label="Tasks of the job in their order">
      {nodes.flatMap((node) =>
        node.after.flatMap((name) => {
          const before = byName.get(name);
          if (before === undefined) return [];
          const [from, to] = [place(before), place(node)];
          const [x1, x2] = [from.x + boxWidth, to.x];
          const [y1, y2] = [from.y + BOX.height / 2, to.y + BOX.height / 2];
          const middle = x2 - BETWEEN / 2;
          return [
            <path
              key={`${name} ${node.task.name}`}
              class="task-line"
              d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`}
            />,
          ];
        }),
      )}
      {nodes.map((node) => {
        const { x, y } = place(node);
        const { name, state } = node.task;
        const shown = toBarState(state);
        return (
          <a
            key={name}
            class={`task ${shown} ${name === chosen ? 'chosen' : ''}`}
            href={toTaskHash(id, name)}
          >
            <title>{name}</title>
            <rect x={x} y={y} width={boxWidth} height={BOX.height} rx="3" />
            <text class="task-name" x={x + 9} y={y + 18}>
              {name.length > letters ? `${name.slice(0, Math.max(1, letters - 1))}…` : name}
            </text>
            <text class={`task-state ${toneOf(shown)}`} x={x + 9} y={y + 35}>
              {signOf(shown)} {shown} {toLength(node.task)}
            </text>
          </a>
        );
      })}
    </svg>
  );
}

function toTaskHash(id: string, task: string): string {
  return toHash('refreshes', [id], { task });
}

function toLength({ startedAt, endedAt }: TaskNode['task']): string {
  if (startedAt === undefined || endedAt === undefined) return '';
  return toDuration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
}
