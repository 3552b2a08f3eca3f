/**
 * Every way that some choices can come out, and no way twice. A check asks for a choice only when it needs it, and what it never asks for cannot change what it
 * says: one run then stands for all values of that choice. So a domain of many thousand million cases is gone through whole in a second or two.
 */
export type Choices = Record<string, readonly unknown[]>;
export type Choose<T extends Choices> = <Name extends keyof T>(name: Name) => T[Name][number];

export interface Covered {
  /** How often the check ran. */
  runs: number;
  /** For how many combinations of values these runs stand: all there are. */
  cases: number;
}

/**
 * @param prepare Gives the check, which reads its choices anew each time that it runs.
 * @throws {Error} what the check throws, with the choices it had made in front.
 */
export function everyChoice<T extends Choices>(choices: T, prepare: (choose: Choose<T>) => () => void): Covered {
  const names = Object.keys(choices) as (keyof T)[];
  const all = names.reduce((product, name) => product * sizeOf(choices, name), 1);
  const covered: Covered = { runs: 0, cases: 0 };
  /** The choices of this run in the order in which they were asked for, and which value each has. */
  const path: (keyof T)[] = [];
  const picked = {} as Record<keyof T, number>;
  const askedIn = Object.fromEntries(names.map((name) => [name, -1])) as Record<keyof T, number>;
  let asked = 0;
  const choose: Choose<T> = (name) => {
    if (askedIn[name] !== covered.runs) {
      if (asked === path.length) {
        path.push(name);
        picked[name] = 0;
      } else if (path[asked] !== name) throw new Error(`Not the same twice: ${String(name)} instead of ${String(path[asked])}`);
      askedIn[name] = covered.runs;
      asked++;
    }
    return choices[name]?.[picked[name]];
  };
  const check = prepare(choose);
  do {
    asked = 0;
    try {
      check();
    } catch (error) {
      const made = Object.fromEntries(path.map((name) => [name, choices[name]?.[picked[name]]]));
      throw new Error(`${JSON.stringify(made, null, 1)}\n${(error as Error).message}`, { cause: error });
    }
    covered.runs++;
    covered.cases += path.reduce((share, name) => share / sizeOf(choices, name), all);
    while (path.length > 0 && last(path, picked) + 1 === sizeOf(choices, path.at(-1))) path.pop();
    const name = path.at(-1);
    if (name !== undefined) picked[name]++;
  } while (path.length > 0);
  if (Math.round(covered.cases) !== all) throw new Error(`${covered.cases} of ${all} cases were gone through`);
  return covered;
}

function sizeOf<T extends Choices>(choices: T, name: keyof T | undefined): number {
  return name === undefined ? 0 : (choices[name]?.length ?? 0);
}

function last<T>(path: (keyof T)[], picked: Record<keyof T, number>): number {
  const name = path.at(-1);
  return name === undefined ? -1 : picked[name];
}
