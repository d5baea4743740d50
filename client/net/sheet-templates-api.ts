// Templates of term sheets over HTTP: the administrator's, and the list for who sets a room up.

import type { Result } from '../../shared/protocol/messages.ts';
import type { Template } from '../../shared/sheet/types.ts';
import type { SetupPlace } from './api.ts';
import { call, roomPath } from './api.ts';

export interface ListedSheetTemplate {
  readonly templateId: string;
  readonly title: string;
  readonly version: number;
  readonly atMs: number;
  readonly terms: number;
}

export interface SheetTemplateList {
  readonly templates: readonly ListedSheetTemplate[];
  /** Those of the program, to start from. */
  readonly own: readonly { readonly templateId: string; readonly title: string }[];
}

type Saved = Result<{ readonly templateId: string; readonly version: number }>;

/** Where a template is as a JSON file. */
export const sheetTemplatePath = (templateId: string): string =>
  `/api/sheet-templates/${encodeURIComponent(templateId)}`;

export const listSheetTemplates = (): Promise<Result<SheetTemplateList>> =>
  call('GET', '/api/sheet-templates');

export const fetchSheetTemplate = (templateId: string): Promise<Result<Template>> =>
  call('GET', sheetTemplatePath(templateId));

/** A sheet as a template that is not kept yet. */
export const templateOfSheet = (
  roomId: string,
  sheetId: string,
): Promise<Result<{ readonly template: Template }>> =>
  call(
    'GET',
    `/api/rooms/${encodeURIComponent(roomId)}/sheets/${encodeURIComponent(sheetId)}/template`,
  );

/** Keeps a new template, or with `after` the version that follows the one that was edited. */
export const saveSheetTemplate = (
  template: unknown,
  of?: { readonly templateId: string; readonly after: number },
): Promise<Saved> =>
  of
    ? call('POST', sheetTemplatePath(of.templateId), { template, after: of.after })
    : call('POST', '/api/sheet-templates', { template });

export const forgetSheetTemplate = (templateId: string): Promise<Result<object>> =>
  call('POST', `${sheetTemplatePath(templateId)}/forget`, {});

/** What a sheet of this room can be made from besides the templates of the program. */
export const offeredSheetTemplates = (
  place: SetupPlace,
): Promise<
  Result<{ readonly templates: readonly Omit<ListedSheetTemplate, 'atMs' | 'terms'>[] }>
> => call('GET', roomPath(place, '/sheet-templates'));
