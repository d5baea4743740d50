// Templates of rooms over HTTP; administrator only.

import type { Result } from '../../shared/protocol/messages.ts';
import { call } from './api.ts';

export interface ListedTemplate {
  readonly templateId: string;
  readonly name: string;
  readonly atMs: number;
  readonly teams: number;
  readonly sheets: number;
  readonly auctions: readonly {
    readonly title: string;
    readonly format: string;
    readonly lots: number;
  }[];
}

export const listTemplates = (): Promise<
  Result<{ readonly templates: readonly ListedTemplate[] }>
> => call('GET', '/api/templates');

/** Keeps a room as a template, or what a file holds. */
export const saveTemplate = (
  from: { readonly roomId: string; readonly name: string } | { readonly template: unknown },
): Promise<Result<{ readonly templateId: string }>> => call('POST', '/api/templates', from);

/** Where a template is as a JSON file. */
export const templatePath = (templateId: string): string =>
  `/api/templates/${encodeURIComponent(templateId)}`;

export const forgetTemplate = (templateId: string): Promise<Result<object>> =>
  call('POST', `${templatePath(templateId)}/forget`);
