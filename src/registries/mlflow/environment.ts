import { parse } from 'yaml';
import { z } from 'zod';
import type { VersionFacts } from '../../release/evidence.ts';

type Environment = NonNullable<VersionFacts['environment']>;
type Requirements = Environment['requirements'];

const requirementsFile = 'requirements.txt';
const pythonFile = 'python_env.yaml';
const condaFile = 'conda.yaml';

/** The files at a model's root that say what it runs in. */
export const environmentFiles: ReadonlySet<string> = new Set([requirementsFile, pythonFile, condaFile]);

/** Larger ones are not read: a list of requirements is a few kilobytes. */
export const mostEnvironmentBytes = 256 * 1024;
const mostRequirements = 2_000;

/**
 * Python and pinned requirements as the model's own files say them: `requirements.txt` and `python_env.yaml`, and `conda.yaml` for
 * what these do not say. Null when there is none of them.
 */
export function environmentOf(texts: Readonly<Record<string, string>>): Environment | null {
  const text = new Map(Object.entries(texts));
  if (text.size === 0) return null;
  const conda = readConda(text.get(condaFile));
  const listed = text.get(requirementsFile);
  const requirements = listed === undefined ? conda.requirements : pinned(listed.split(/\r?\n/));
  return { python: readPython(text.get(pythonFile)) ?? conda.python, requirements };
}

/** Versions are texts, whatever YAML makes of `3.11`. */
const PythonEnv = z.object({ python: z.string() });
const CondaEnv = z.object({
  dependencies: z.array(z.union([z.string(), z.object({ pip: z.array(z.string()) })])),
});

function readPython(text: string | undefined): string | null {
  const { data } = PythonEnv.safeParse(text === undefined ? null : yaml(text));
  return data === undefined ? null : cut(data.python);
}

function readConda(text: string | undefined): Environment {
  const { data } = CondaEnv.safeParse(text === undefined ? null : yaml(text));
  const lines = (data?.dependencies ?? []).flatMap((one) => (typeof one === 'string' ? [condaLine(one)] : one.pip));
  const { python = null, ...requirements } = pinned(lines);
  return { python, requirements };
}

/** Conda writes `name=1.2.3` or `channel::name=1.2.3=build` where pip writes `name==1.2.3`. */
function condaLine(line: string): string {
  const [, name, version] = /^(?:[^:]+::)?([\w.-]+)=([^=<>!~,|*]+)(?:=[^=]*)?$/.exec(line) ?? [];
  return name === undefined || version === undefined ? line : `${name}==${version}`;
}

/** A requirement's name, its version where exactly one is asked for, and what may follow: a marker, a hash, a comment. */
const requirement = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:={2,3}\s*([^\s;,*#]+)\s*(?:[;#].*|\\|--hash.*)?$|.*)/;

/** By name as the package index knows it, in the order of the names; null where no version is pinned. Options and files are none. */
function pinned(lines: readonly string[]): Requirements {
  const found = lines.flatMap((line): [string, string | null][] => {
    const [, name, version] = requirement.exec(line.trim()) ?? [];
    return name === undefined
      ? []
      : [[cut(name.toLowerCase().replaceAll(/[-_.]+/g, '-')), version ? cut(version) : null]];
  });
  const sorted = [...new Map(found)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.slice(0, mostRequirements));
}

function cut(text: string): string {
  return text.slice(0, 200).toWellFormed();
}

/** All scalars as texts, and few aliases: a file from outside must not grow while it is read. */
function yaml(content: string): unknown {
  try {
    return parse(content, { schema: 'failsafe', maxAliasCount: 50, logLevel: 'silent', prettyErrors: false });
  } catch {
    return null;
  }
}
