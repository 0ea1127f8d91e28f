import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { Call, Progress, Registry } from '../../src/ports.ts';
import { manifestDigest } from '../../src/registries/manifest.ts';
import type { VersionFacts } from '../../src/release/evidence.ts';
import { Digest, Version } from '../../src/release/ids.ts';
import { someRelease } from './some-release.ts';

/** What a registry's test has to bring so that the contract can be tried on a real server of its kind. */
export interface RegistryWorld {
  readonly registry: Registry;
  /** A registry of the same kind on another server. */
  readonly elsewhere: Registry;
  /** The same server under another name, as two environments on one server have it. */
  readonly again: Registry;
  /** A name that no model has yet. */
  newName(): string;
  /** Registers one more version of a model, with these files; a run that has ended, one metric and one tag `team: growth`. */
  addVersion(name: string, files: Readonly<Record<string, string>>): Promise<Version>;
  removeVersion(name: string, version: Version): Promise<void>;
  /** A run that has ended and logged a model of these files, and other files beside it, and has been registered as this version. */
  addRun(
    name: string,
    files: Readonly<Record<string, string>>,
    artifacts: Readonly<Record<string, string>>,
  ): Promise<{ readonly run: string; readonly experiment: string; readonly version: Version }>;
}

const files = { MLmodel: 'flavors: {}\n', 'model.pkl': 'weights', 'data/a folder/x+y.bin': 'more' };

const environmentFiles = {
  'python_env.yaml': 'python: 3.11.4\nbuild_dependencies:\n- pip==24.0\ndependencies:\n- -r requirements.txt\n',
  'requirements.txt': 'mlflow==3.18.0\nScikit_Learn==1.6.1 ; python_version > "3.8"\nnumpy>=2\n',
};

/** What every registry promises; run it against a real server. */
export function registryContract(kind: string, makeWorld: () => Promise<RegistryWorld>): void {
  const world = memo(makeWorld);
  const call = (): Call => ({ deadline: Date.now() + 30_000 });
  const progress: Progress = async () => call();

  describe(`${kind} keeps the registry's contract`, () => {
    test('a model that does not exist has no aliases map, no facts and no versions', async () => {
      const { registry, newName } = await world();
      const name = newName();
      expect(await registry.aliases(name, call())).toBeNull();
      expect(await registry.facts(name, Version.parse('1'), call())).toBeNull();
      expect(await registry.versions(name, call())).toEqual([]);
    });

    test('facts hold every file with its digest, and stay the same when read again', async () => {
      const { registry, newName, addVersion } = await world();
      const name = newName();
      const version = await addVersion(name, files);
      const facts = await registry.facts(name, version, call());
      expect(facts).toMatchObject({
        registry: registry.name,
        name,
        version,
        status: 'ready',
        run: { status: 'finished' },
      });
      expect(facts?.tags).toMatchObject({ team: 'growth' });
      expect(facts?.metrics.length).toBeGreaterThan(0);
      expect(facts?.artifacts.manifest?.map(({ path }) => path)).toEqual(Object.keys(files).sort());
      expect(facts?.artifacts.digest).toBe(manifestDigest(facts?.artifacts.manifest ?? []));
      expect(await registry.facts(name, version, call())).toEqual(facts);
    });

    test('the environment that the files name is among the facts, as much when read again', async () => {
      const { registry, newName, addVersion } = await world();
      const name = newName();
      const [plain, named] = [await addVersion(name, files), await addVersion(name, { ...files, ...environmentFiles })];
      expect((await registry.facts(name, plain, call()))?.environment).toBeNull();
      for (const _ of ['first', 'again']) {
        expect((await registry.facts(name, named, call()))?.environment).toEqual({
          python: '3.11.4',
          requirements: { mlflow: '3.18.0', numpy: null, 'scikit-learn': '1.6.1' },
        });
      }
    });

    test('what was logged of a version is told with when, oldest first; of what nobody logged, nothing', async () => {
      const { registry, newName, addVersion } = await world();
      const name = newName();
      const version = await addVersion(name, files);
      const metrics = (await registry.facts(name, version, call()))?.metrics ?? [];
      const known = metrics.filter((one) => one.name === metrics[0]?.name).map(({ value }) => value);
      const history = (await registry.metricHistory(name, version, metrics[0]?.name ?? '', call())) ?? [];
      expect(history.map(({ value }) => value)).toEqual(expect.arrayContaining(known));
      const times = history.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(Math.min(...times)).toBeGreaterThan(Date.parse('2020-01-01'));
      expect(await registry.metricHistory(name, version, 'nobody-logs-this', call())).toEqual([]);
      expect(await registry.metricHistory(newName(), version, 'auc', call())).toBeNull();
    });

    test('a run is read as the version that it became, but for what registering added', async () => {
      const { registry, newName, addRun } = await world();
      const name = newName();
      const { run, version } = await addRun(name, { ...files, ...environmentFiles }, { 'beside.txt': 'x' });
      const facts = needed(await registry.facts(name, version, call()));
      const { version: _, ...registered } = facts;
      expect(await registry.runFacts(run, name, call())).toEqual({
        ...registered,
        registeredAt: expect.any(Number),
        description: '',
        tags: {},
        url: null,
      });
      expect(facts.artifacts.manifest?.map(({ path }) => path)).not.toContain('beside.txt');
    });

    test('what a run logged beside its model is listed with its folders, and opened', async () => {
      const { registry, newName, addRun } = await world();
      const artifacts = { 'errors.csv': 'a,b\n1,2\n', 'plots/a folder/con fusion+matrix.png': 'not a picture' };
      const { run, experiment } = await addRun(newName(), files, artifacts);
      const listed = await registry.runArtifacts(run, call());
      expect(new Map(listed.map(({ path, bytes }) => [path, bytes]))).toEqual(
        new Map(Object.entries(artifacts).map(([path, content]) => [path, content.length])),
      );
      for (const [path, content] of Object.entries(artifacts))
        expect(await text(await registry.openRunArtifact(run, path, call()))).toBe(content);
      expect(await registry.experimentOf(run, call())).toBe(experiment);
    });

    test('a run that logged nothing beside its model has no files', async () => {
      const { registry, newName, addRun } = await world();
      expect(await registry.runArtifacts((await addRun(newName(), files, {})).run, call())).toEqual([]);
    });

    test('a run that is not there has no facts and no experiment, and its files are refused', async () => {
      const { registry, newName } = await world();
      const nobody = '0'.repeat(32);
      expect(await registry.runFacts(nobody, newName(), call())).toBeNull();
      expect(await registry.experimentOf(nobody, call())).toBeNull();
      expect(await registry.runNote(nobody, call())).toBeNull();
      await expect(registry.runArtifacts(nobody, call())).rejects.toMatchObject({ code: 'registry_refused' });
      await expect(registry.openRunArtifact(nobody, 'x', call())).rejects.toMatchObject({ code: 'registry_refused' });
    });

    test('a removed version is none', async () => {
      const { registry, newName, addVersion, removeVersion } = await world();
      const name = newName();
      const version = await addVersion(name, files);
      await removeVersion(name, version);
      expect(await registry.facts(name, version, call())).toBeNull();
    });

    test('versions come newest first, and the scan knows the newest', async () => {
      const { registry, newName, addVersion } = await world();
      const name = newName();
      const first = await addVersion(name, files);
      const second = await addVersion(name, files);
      expect((await registry.versions(name, call())).map(({ version }) => version)).toEqual([second, first]);
      const seen = (await registry.scan(call())).find((model) => model.name === name);
      expect(seen).toMatchObject({ name, newest: second, aliases: new Map() });
    });

    test('a listed version has its tags, ours too, and names its run, which tells its commit and tags', async () => {
      const { registry, newName, addVersion } = await world();
      const name = newName();
      const version = await addVersion(name, files);
      await registry.setTags(name, version, { 'signalbox.release': 'r-0123456789' }, call());
      const [listed] = await registry.versions(name, call());
      const facts = await registry.facts(name, version, call());
      const run = facts?.run;
      expect(listed).toMatchObject({
        version,
        run: run?.id ?? null,
        tags: { ...facts?.tags, 'signalbox.release': 'r-0123456789' },
      });
      const note = await registry.runNote(run?.id ?? '', call());
      expect(note?.commit ?? null).toBe(run?.commit ?? null);
      expect(note?.tags ?? {}).toMatchObject(run?.tags ?? {});
    });

    test('an alias is set, moved, set again, deleted, deleted again', async () => {
      const { registry, newName, addVersion } = await world();
      const name = newName();
      const first = await addVersion(name, files);
      const second = await addVersion(name, files);
      await registry.setAlias(name, 'champion', first, call());
      await registry.setAlias(name, 'champion', second, call());
      await registry.setAlias(name, 'champion', second, call());
      expect(await registry.aliases(name, call())).toEqual(new Map([['champion', second]]));
      await registry.deleteAlias(name, 'champion', call());
      await registry.deleteAlias(name, 'champion', call());
      expect(await registry.aliases(name, call())).toEqual(new Map());
    });

    test('an alias for a version that does not exist is refused, not retried', async () => {
      const { registry, newName, addVersion } = await world();
      const name = newName();
      await addVersion(name, files);
      const attempt = registry.setAlias(name, 'champion', Version.parse('99'), call());
      await expect(attempt).rejects.toMatchObject({ code: 'registry_refused', retry: false });
    });

    test('tags are set, changed, deleted; ours show in tags and never in facts', async () => {
      const { registry, newName, addVersion } = await world();
      const name = newName();
      const version = await addVersion(name, files);
      await registry.setTags(name, version, { 'signalbox.release': 'r-1', note: 'é "quoted" \u{1f600}' }, call());
      expect(await registry.setTags(name, version, { note: 'changed', absent: null }, call())).toBe('set');
      expect(await registry.setTags(name, version, { note: 'changed', absent: null }, call())).toBe('already');
      expect(await registry.tags(name, version, call())).toMatchObject({
        team: 'growth',
        'signalbox.release': 'r-1',
        note: 'changed',
      });
      await registry.setTags(name, version, { note: null }, call());
      const facts = await registry.facts(name, version, call());
      expect(facts?.tags).toMatchObject({ team: 'growth' });
      expect(Object.keys(facts?.tags ?? {})).not.toContain('note');
      expect(Object.keys(facts?.tags ?? {}).filter((key) => key.startsWith('signalbox.'))).toEqual([]);
    });

    test('rule 8: a description is sent whole and can be emptied', async () => {
      const { registry, newName, addVersion } = await world();
      const name = newName();
      const version = await addVersion(name, files);
      await registry.describe(name, version, 'First line\nsecond', call());
      expect((await registry.facts(name, version, call()))?.description).toBe('First line\nsecond');
      await registry.describe(name, version, '', call());
      expect((await registry.facts(name, version, call()))?.description).toBe('');
    });

    test.each(['again', 'elsewhere'] as const)(
      'a copy to a model %s has the same bytes and evidence, once for a release',
      async (where) => {
        const { registry, newName, addVersion, ...worlds } = await world();
        const name = newName();
        const source = needed(await registry.facts(name, await addVersion(name, files), call()));
        const target = worlds[where];
        const request = {
          release: someRelease(),
          from: registry,
          source,
          name: newName(),
          artifacts: source.artifacts.digest,
        };
        const made = await target.copy(request, progress, call());
        expect(made).toMatchObject({ already: false, bytes: source.artifacts.bytes });
        expect(await target.copy(request, progress, call())).toEqual({ ...made, already: true });
        expect(await target.versions(request.name, call())).toHaveLength(1);
        const copied = needed(await target.facts(request.name, made.version, call()));
        expect(evidenceOf(copied)).toEqual(evidenceOf(source));
        expect(await target.tags(request.name, made.version, call())).toMatchObject({
          'signalbox.release': request.release,
          team: 'growth',
        });
      },
    );

    test.each(['again', 'elsewhere'] as const)('other bytes than those approved make no version %s', async (where) => {
      const { registry, newName, addVersion, ...worlds } = await world();
      const name = newName();
      const source = needed(await registry.facts(name, await addVersion(name, files), call()));
      const request = {
        release: someRelease(),
        from: registry,
        source,
        name: newName(),
        artifacts: Digest.parse('0'.repeat(64)),
      };
      await expect(worlds[where].copy(request, progress, call())).rejects.toMatchObject({
        code: 'bytes_differ',
        retry: false,
      });
      expect(await worlds[where].versions(request.name, call())).toEqual([]);
    });

    test('a lost lease stops a copy before its version is made', async () => {
      const { registry, elsewhere, newName, addVersion } = await world();
      const name = newName();
      const source = needed(await registry.facts(name, await addVersion(name, files), call()));
      const request = {
        release: someRelease(),
        from: registry,
        source,
        name: newName(),
        artifacts: source.artifacts.digest,
      };
      const lost = new Error('lease lost');
      await expect(elsewhere.copy(request, () => Promise.reject(lost), call())).rejects.toThrow(lost);
      expect(await elsewhere.versions(request.name, call())).toEqual([]);
      expect(await elsewhere.copy(request, progress, call())).toMatchObject({ already: false });
    });

    test('a version is put into a stage alone: those that are in it stay, and it is read back with the list', async () => {
      const { registry, newName, addVersion } = await world();
      const name = newName();
      const [first, second] = [await addVersion(name, files), await addVersion(name, files)];
      const stages = async () =>
        Object.fromEntries((await registry.versions(name, call())).map(({ version, stage }) => [version, stage]));
      expect(await stages()).toEqual({ [first]: 'None', [second]: 'None' });
      for (const version of [first, second]) await registry.setStage(name, version, 'Production', call());
      await registry.setStage(name, second, 'Production', call());
      expect(await stages()).toEqual({ [first]: 'Production', [second]: 'Production' });
      await registry.setStage(name, first, 'Archived', call());
      await registry.setStage(name, second, 'None', call());
      expect(await stages()).toEqual({ [first]: 'Archived', [second]: 'None' });
      const missing = registry.setStage(name, Version.parse('99'), 'Production', call());
      await expect(missing).rejects.toMatchObject({ code: 'registry_refused', retry: false });
    });

    test('a call whose time is up asks nothing', async () => {
      const { registry, newName } = await world();
      const late = registry.aliases(newName(), { deadline: Date.now() - 1 });
      await expect(late).rejects.toMatchObject({ code: 'deadline_passed', retry: true });
    });

    test('the probe tells the version', async () => {
      const { registry } = await world();
      expect((await registry.probe(call())).version).toMatch(/^\d+\.\d+/);
    });
  });
}

/** What must survive a copy: all that gates and cards read. */
function evidenceOf({ artifacts, metrics, params, datasets, schema, description, tags, run }: VersionFacts) {
  return {
    artifacts,
    metrics,
    params,
    datasets,
    schema,
    description,
    tags,
    user: run?.user,
    commit: run?.commit,
    runTags: run?.tags,
  };
}

function needed<T>(value: T | null): T {
  if (value === null) throw new Error('nothing there');
  return value;
}

function memo<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
