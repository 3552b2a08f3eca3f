/**
 * Deployments through the Metadata API: checked on a machine made for it, with the tests that are asked for, then live at once or not at all
 * (`rollbackOnError` is always true here). Metadata API Developer Guide, deploy(), checkDeployStatus().
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { coverageOf, NEEDED_PERCENT } from '../apex/testing/coverage.ts';
import { findTests, type TestClass } from '../apex/testing/find-tests.ts';
import { SYSTEM } from '../identity/users.ts';
import { KINDS } from '../metadata/kinds.ts';
import { MetadataError } from '../metadata/xml.ts';
import { CompileRefused } from '../org.ts';
import type { Background } from '../rest/background.ts';
import { TestRuns } from '../rest/tests/test-runs.ts';
import { testResult } from '../rest/tooling.ts';
import { makeId } from '../schema/ids.ts';
import { StartRefused } from '../server/service.ts';
import type { MachineSurroundings, OrgMachine } from '../server/machine.ts';
import type { LiveMachine } from '../server/live-machine.ts';
import { componentsOf, type Component, type Manifest, type Problem } from './components.ts';
import { apply, copyOverlay, effectiveFiles, keyOf, keysOf, type Overlay } from './source-files.ts';
import type { Workshop } from './workshop.ts';
import { readZip, ZipError } from './zip.ts';

export type TestLevel = 'NoTestRun' | 'RunSpecifiedTests' | 'RunLocalTests' | 'RunAllTestsInOrg';
export interface DeployOptions {
  checkOnly: boolean;
  testLevel: TestLevel;
  runTests: string[];
  ignoreWarnings: boolean;
  singlePackage: boolean;
}

export interface Deployment {
  readonly id: string;
  readonly userId: string;
  readonly options: DeployOptions;
  readonly createdAt: number;
  zip: Buffer | null;
  status: 'Pending' | 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled';
  endedAt: number | null;
  components: (Component & { created: boolean; id: string })[];
  problems: Problem[];
  tests: Record<string, unknown> | null;
  error: { code: string; message: string } | null;
}

/** How the org-service makes surroundings of a machine that is not live yet, and what it does once it is. */
export interface Placing {
  surroundings(machine: () => OrgMachine, permissionSets: Map<string, string>): MachineSurroundings;
  /** @param permissionSets XML by API name. */
  live(overlay: Overlay, permissionSets: Map<string, string>): void;
}

export class Deployments implements Background {
  private readonly machine: LiveMachine;
  private readonly workshop: Workshop | null;
  private readonly placing: Placing;
  private readonly all = new Map<string, Deployment>();
  private readonly waiting: Deployment[] = [];
  private count = 0;

  constructor(machine: LiveMachine, workshop: Workshop | null, placing: Placing) {
    this.machine = machine;
    this.workshop = workshop;
    this.placing = placing;
  }

  get isBusy(): boolean {
    return this.waiting.length > 0;
  }
  /** Null where the org takes no deployments. */
  get files(): string[] | null {
    return this.workshop && effectiveFiles(this.workshop.folders, this.workshop.overlay);
  }

  start(zip: Buffer, options: DeployOptions, userId: string): Deployment {
    this.count += 1;
    const made: Deployment = {
      ...{ id: makeId('0Af', this.count), userId, options, zip, status: 'Pending', createdAt: this.machine.now(), endedAt: null },
      ...{ components: [], problems: [], tests: null, error: null }
    };
    this.all.set(made.id, made);
    this.waiting.push(made);
    return made;
  }
  find(id: string): Deployment | undefined {
    return this.all.get(id) ?? [...this.all.values()].find((one) => id.length === 15 && one.id.startsWith(id));
  }
  cancel(deployment: Deployment): void {
    const at = this.waiting.indexOf(deployment);
    if (at >= 0) {
      this.waiting.splice(at, 1);
      this.end(deployment, 'Canceled');
    }
  }

  step(): void {
    const deployment = this.waiting[0];
    const dueAt = this.machine.nextJobAt();
    // Jobs that are due run with the code that queued them.
    if (!deployment || (dueAt !== null && dueAt <= this.machine.now())) {
      return;
    }
    this.waiting.shift();
    deployment.status = 'InProgress';
    const folder = mkdtempSync(path.join(tmpdir(), 'org-deploy-'));
    try {
      this.end(deployment, this.deploy(deployment, folder) ? 'Succeeded' : 'Failed');
    } catch (cause) {
      deployment.error = { code: 'UNKNOWN_EXCEPTION', message: `A fault of the org stand-in: ${(cause as Error).message}` };
      process.stderr.write(`${(cause as Error).stack ?? String(cause)}\n`);
      this.end(deployment, 'Failed');
    } finally {
      deployment.zip = null;
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private end(deployment: Deployment, status: Deployment['status']): void {
    deployment.status = status;
    deployment.endedAt = this.machine.now();
  }

  // ---------------------------------------------------------------- one deployment

  private deploy(deployment: Deployment, folder: string): boolean {
    const { workshop, machine } = this;
    if (!workshop) {
      deployment.error = { code: 'UNSUPPORTED', message: 'This org takes no deployments.' };
      return false;
    }
    const manifest = this.manifestOf(deployment);
    const before = new Set(effectiveFiles(workshop.folders, workshop.overlay).flatMap((file) => keyOf(file) ?? []));
    deployment.components = manifest.components.map((one) => ({ ...one, created: !keysOf(one).some((key) => before.has(key)), id: '' }));
    deployment.problems = [...manifest.problems, ...this.refused(manifest.components)];
    if (deployment.problems.length > 0) {
      return false;
    }
    const overlay = copyOverlay(workshop.overlay, folder);
    apply(overlay, manifest.components);
    const sets = permissionSetsOf(manifest.components);
    let trial: OrgMachine;
    const surroundings = this.placing.surroundings(() => trial, sets);
    try {
      trial = workshop.trial(machine.current, overlay, surroundings);
    } catch (cause) {
      deployment.problems = problemsOf(cause, manifest.components);
      return false;
    }
    deployment.components = deployment.components.map((one) => ({ ...one, id: idIn(trial, one) }));
    if (!this.runTests(deployment, trial)) {
      return false;
    }
    if (!deployment.options.checkOnly) {
      apply(workshop.overlay, manifest.components);
      let adopted = trial;
      adopted = workshop.adopt(
        machine.current,
        trial,
        workshop.overlay,
        this.placing.surroundings(() => adopted, sets)
      );
      machine.replace(adopted);
      this.placing.live(workshop.overlay, sets);
    }
    return true;
  }

  private manifestOf(deployment: Deployment): Manifest {
    try {
      const files = readZip(deployment.zip ?? Buffer.alloc(0));
      // Everything may lie in one folder, whatever its name.
      const manifest = [...files.keys()].find((name) => /^([^/]+\/)?package\.xml$/.test(name)) ?? 'package.xml';
      const top = manifest.slice(0, -'package.xml'.length);
      return componentsOf(
        new Map([...files].filter(([name]) => name.startsWith(top)).map(([name, data]) => [name.slice(top.length), data]))
      );
    } catch (cause) {
      if (!(cause instanceof ZipError)) {
        throw cause;
      }
      const problem = { type: '', fullName: 'package.xml', fileName: 'package.xml', problem: cause.message, line: 1, column: 1 };
      return { components: [], problems: [problem] };
    }
  }

  /** Kinds that the org would have to honour and does not, and Apex whose jobs wait. */
  private refused(components: Component[]): Problem[] {
    const waits = this.machine.nextJobAt() !== null && components.some(isRead);
    return components.flatMap(({ type, fullName, fileName, files }) => {
      const kinds = kindsOf(files);
      const missing = kinds.find((kind) => kind?.use === 'missing');
      const text = missing
        ? `The stand-in does nothing with a ${missing.name}.`
        : waits
          ? 'This schedulable class has jobs pending or in progress: abort the scheduled jobs of the org first.'
          : null;
      return text === null ? [] : [{ type, fullName, fileName, problem: text, line: 1, column: 1 }];
    });
  }

  private runTests(deployment: Deployment, trial: OrgMachine): boolean {
    const { testLevel, runTests } = deployment.options;
    const ground = trial.testGround();
    if (testLevel === 'NoTestRun' || !ground) {
      return true;
    }
    const all = findTests(ground.program);
    const wanted = testLevel === 'RunSpecifiedTests' ? chosen(all, runTests, deployment.problems) : all;
    if (deployment.problems.length > 0) {
      return false;
    }
    const { done, covered } = new TestRuns(trial).runNow(wanted, deployment.userId);
    const result = testResult(trial, done, covered);
    const byName = new Map(covered.map((file) => [`${file.kind} ${file.name}`, new Set(file.covered)]));
    const files = [...ground.program.coverage.values()].map((file) => {
      const ran = byName.get(`${file.kind} ${file.name}`);
      return { ...file, hits: Uint32Array.from({ length: file.hits.length }, (_, line) => (ran?.has(line) ? 1 : 0)) };
    });
    const warnings: string[] = [];
    const { percent } = coverageOf(files);
    if (testLevel !== 'RunSpecifiedTests' && percent < NEEDED_PERCENT) {
      warnings.push(
        `Average test coverage across all Apex Classes and Triggers is ${percent}%, at least ${NEEDED_PERCENT}% test coverage is required.`
      );
    }
    if (testLevel === 'RunSpecifiedTests') {
      const deployed = new Set(deployment.components.map((one) => one.fullName));
      const short = coverageOf(files).files.filter((file) => deployed.has(file.name) && file.percent < NEEDED_PERCENT);
      warnings.push(
        ...short.map((file) => `Test coverage of ${file.name} is ${file.percent}%, at least ${NEEDED_PERCENT}% test coverage is required.`)
      );
    }
    deployment.tests = { ...result, codeCoverageWarnings: warnings.map((message) => ({ id: '', message, name: null, namespace: null })) };
    return result['numFailures'] === 0 && warnings.length === 0;
  }
}

const kindsOf = (files: Component['files']) => [...(files?.keys() ?? [])].map((file) => KINDS[/\.(\w+)-meta\.xml$/.exec(file)?.[1] ?? '']);
/** Whether the machine is made of it, rather than only the page or the identity side. */
const isRead = ({ files }: Component) => files === null || kindsOf(files).some((kind) => kind?.use === 'read');

function chosen(all: TestClass[], names: string[], problems: Problem[]): TestClass[] {
  return names.flatMap((name) => {
    const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!found) {
      const text = `The test class ${name} does not exist or has no test methods.`;
      problems.push({ type: 'ApexClass', fullName: name, fileName: `classes/${name}.cls`, problem: text, line: 1, column: 1 });
    }
    return found ?? [];
  });
}

function permissionSetsOf(components: Component[]): Map<string, string> {
  const sets = components.filter((one) => one.type === 'PermissionSet');
  return new Map(
    sets.flatMap(({ fullName, files }) => [...(files?.values() ?? [])].map((xml) => [fullName, xml.toString('utf8')] as const))
  );
}

const idIn = (machine: OrgMachine, { type, fullName }: Component): string => {
  if (type !== 'ApexClass' && type !== 'ApexTrigger') {
    return '';
  }
  return String(machine.data.query(`SELECT Id FROM ${type} WHERE Name = :fullName`, { fullName }, SYSTEM).records[0]?.fields['Id'] ?? '');
};

/** Errors of the compiler and of metadata, each with the component whose file it is. @throws what is neither. */
function problemsOf(cause: unknown, components: Component[]): Problem[] {
  if (cause instanceof CompileRefused) {
    return cause.errors.map(({ file, message, line, column }) => {
      const component = componentOf(file, components);
      if (component) {
        return { ...named(component), problem: message, line, column };
      }
      const name = path.basename(file).replace(/\.\w+$/, '');
      const folder = file.endsWith('.trigger') ? 'triggers' : 'classes';
      const type = folder === 'triggers' ? 'ApexTrigger' : 'ApexClass';
      const problem = `Dependent class is invalid and needs recompilation:\n Class ${name} : ${message}`;
      return { type, fullName: name, fileName: `${folder}/${path.basename(file)}`, problem, line, column };
    });
  }
  if (cause instanceof MetadataError || cause instanceof StartRefused) {
    const file = cause instanceof MetadataError ? cause.file : '';
    const component = componentOf(file, components);
    const text = cause.message.startsWith(`${file}: `) ? cause.message.slice(file.length + 2) : cause.message;
    const where = component ? named(component) : { type: '', fullName: 'package.xml', fileName: 'package.xml' };
    return [{ ...where, problem: component ? text : cause.message, line: 1, column: 1 }];
  }
  throw cause;
}
const named = ({ type, fullName, fileName }: Component) => ({ type, fullName, fileName });

function componentOf(file: string, components: Component[]): Component | undefined {
  const key = keyOf(file);
  return key === null ? undefined : components.find((one) => one.files !== null && keysOf(one).includes(key));
}
