// SPDX-License-Identifier: MIT
// Saves a whole project to a file, and notes when that was.

import { toFile } from "./file.mjs";
import { changeProject, channel, projects, records } from "./store.mjs";
import { download, fileName } from "./telling.mjs";

/**
 * Hand a project to the reader as a file. One that came from a file of a newer version is handed back as it was.
 * @param {string} id
 * @param {string} otherwise its name if it has none
 */
export async function saveProjectFile(id, otherwise) {
  const project = (await projects()).find((p) => p.id === id);
  if (!project) return;
  download(project.original ?? toFile(project, await records(id)), `${fileName(project.name || otherwise)}.json`);
  if (project.readOnly) return;
  await changeProject(id, (p) => ({ ...p, filedAt: new Date().toISOString() }));
  channel(() => {}).tell({ filed: id });
}
