/** File name of each worker, put in by the bundler: labels as monaco asks for them. */
declare const WORKER_FILES: Readonly<Record<'json' | 'graphql' | 'editor', string>>;

/** Tells monaco to start its workers from the files beside this one. Must run before an editor is made. */
export function serveWorkersLocally(): void {
  (globalThis as { MonacoEnvironment?: unknown }).MonacoEnvironment = {
    getWorker(_id: string, label: string): Worker {
      const file = label === 'json' || label === 'graphql' ? WORKER_FILES[label] : WORKER_FILES.editor;
      return new Worker(new URL(file, import.meta.url), { name: label });
    },
  };
}
