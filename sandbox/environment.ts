/** The environment that a child process of the sandbox or of a test gets: this process's own, with these values over it. */
export function environment(values: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...values };
}
