// The stream of the installation: the administrator's secret, the list of rooms, templates of rooms, outages.

import type { Decider, Decision } from '../kernel/decider.ts';
import type { SiteCommand, SiteEvent, SiteState } from './types.ts';
import { accept, refuse, unreachable } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';

const KEPT_OUTAGES = 100;
/** Templates of an installation, of rooms and of sheets each. */
export const MAX_TEMPLATES = 50;

/** A new template, or a version that follows the one it was made from (STP2). */
const saveSheetTemplate = (
  { sheetTemplates }: SiteState,
  { after, ...command }: SiteCommand & { readonly type: 'SaveSheetTemplate' },
): Decision<SiteEvent> => {
  const version = sheetTemplates[command.templateId]?.version ?? 0;
  if (version !== after) return refuse<SiteEvent>(reject('site/template-changed', { version }));
  if (version === 0 && Object.keys(sheetTemplates).length >= MAX_TEMPLATES) {
    return refuse<SiteEvent>(reject('site/templates-full', { most: MAX_TEMPLATES }));
  }
  return accept<SiteEvent>({ ...command, type: 'SheetTemplateSaved', version: version + 1 });
};

/** Decides what happens to the installation; only the server itself gives these commands (ACC1). */
export const siteDecider: Decider<SiteState, SiteCommand, SiteEvent> = {
  stateForm: 4,
  initial: {
    adminSecretHash: '',
    rooms: {},
    templates: {},
    sheetTemplates: {},
    keys: {},
    outages: [],
  },
  decide(state, command, { by }) {
    if (by.kind !== 'system') return refuse<SiteEvent>(reject('site/not-allowed'));
    switch (command.type) {
      case 'SetAdminSecret':
        if (state.adminSecretHash !== '') return refuse<SiteEvent>(reject('site/secret-set'));
        return accept<SiteEvent>({ type: 'AdminSecretSet', secretHash: command.secretHash });
      case 'ReplaceAdminSecret':
        if (state.adminSecretHash === '') return refuse<SiteEvent>(reject('site/no-secret'));
        return accept<SiteEvent>({ type: 'AdminSecretSet', secretHash: command.secretHash });
      case 'ListRoom': {
        if (state.rooms[command.roomId]) {
          return refuse<SiteEvent>(reject('site/room-listed', { roomId: command.roomId }));
        }
        return accept<SiteEvent>({ ...command, type: 'RoomListed' });
      }
      case 'RecordOutage':
        return accept<SiteEvent>({ ...command, type: 'OutageRecorded' });
      case 'RegisterKey':
        if (state.keys[command.keyId]) return accept<SiteEvent>();
        return accept<SiteEvent>({ ...command, type: 'KeyRegistered' });
      case 'RetireKey': {
        const key = state.keys[command.keyId];
        if (!key) return refuse<SiteEvent>(reject('site/unknown-key', { keyId: command.keyId }));
        if (key.retiredAtMs !== undefined) return accept<SiteEvent>();
        return accept<SiteEvent>({ type: 'KeyRetired', keyId: command.keyId });
      }
      case 'SaveTemplate':
        if (Object.keys(state.templates).length >= MAX_TEMPLATES) {
          return refuse<SiteEvent>(reject('site/templates-full', { most: MAX_TEMPLATES }));
        }
        return accept<SiteEvent>({ ...command, type: 'TemplateSaved' });
      case 'ForgetTemplate': {
        const { templateId } = command;
        if (!state.templates[templateId]) {
          return refuse<SiteEvent>(reject('site/unknown-template', { templateId }));
        }
        return accept<SiteEvent>({ type: 'TemplateForgotten', templateId });
      }
      case 'SaveSheetTemplate':
        return saveSheetTemplate(state, command);
      case 'ForgetSheetTemplate': {
        const { templateId } = command;
        if (!state.sheetTemplates[templateId]) {
          return refuse<SiteEvent>(reject('site/unknown-template', { templateId }));
        }
        return accept<SiteEvent>({ type: 'SheetTemplateForgotten', templateId });
      }
      case 'TickSite':
        return accept<SiteEvent>();
      default:
        return unreachable(command);
    }
  },
  evolve(state, event, { at }) {
    switch (event.type) {
      case 'AdminSecretSet':
        return { ...state, adminSecretHash: event.secretHash };
      case 'RoomListed': {
        const { roomId, title, isDemo } = event;
        return { ...state, rooms: { ...state.rooms, [roomId]: { title, isDemo, atMs: at } } };
      }
      case 'KeyRegistered': {
        const { keyId, publicKey } = event;
        return { ...state, keys: { ...state.keys, [keyId]: { publicKey, fromMs: at } } };
      }
      case 'KeyRetired': {
        const key = state.keys[event.keyId];
        if (!key) return state;
        return { ...state, keys: { ...state.keys, [event.keyId]: { ...key, retiredAtMs: at } } };
      }
      case 'TemplateSaved': {
        const { templateId, name, template } = event;
        const saved = { name, template, atMs: at };
        return { ...state, templates: { ...state.templates, [templateId]: saved } };
      }
      case 'TemplateForgotten': {
        const kept = Object.entries(state.templates).filter(([id]) => id !== event.templateId);
        return { ...state, templates: Object.fromEntries(kept) };
      }
      case 'SheetTemplateSaved': {
        const { templateId, version, title, template } = event;
        const saved = { version, title, template, atMs: at };
        return { ...state, sheetTemplates: { ...state.sheetTemplates, [templateId]: saved } };
      }
      case 'SheetTemplateForgotten': {
        const kept = Object.entries(state.sheetTemplates).filter(([id]) => id !== event.templateId);
        return { ...state, sheetTemplates: Object.fromEntries(kept) };
      }
      case 'OutageRecorded': {
        const { fromMs, toMs } = event;
        return { ...state, outages: [...state.outages, { fromMs, toMs }].slice(-KEPT_OUTAGES) };
      }
      default:
        return unreachable(event);
    }
  },
  wakeAt: () => undefined,
  tick: { type: 'TickSite' },
};
