// Templates of sheets that the installation keeps, purely: a room opens sheets from them, a template of a room may name one,
// and the record shows the copy that comes along to nobody whom it could tell what is private to a side.

import { describe, expect, it } from 'vitest';
import type { RoomEvent, SheetListing } from '../../shared/room/types.ts';
import type { SiteCommand } from '../../shared/access/types.ts';
import type { Template } from '../../shared/sheet/types.ts';
import { siteDecider } from '../../shared/access/site.ts';
import { maySeeRoomPart } from '../../shared/room/record-rights.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { USPS_LAST_MILE } from '../../shared/sheet/templates/usps-last-mile.ts';
import { readRoomTemplate, templateOf } from '../../shared/templates/room-template.ts';
import { DemoRoom, MODERATOR } from '../support/demo-room.ts';
import { Stream, seat } from '../support/stream.ts';

const COPY: Template = { ...USPS_LAST_MILE, id: 'house', version: 2 };

const sheet: Omit<SheetListing, 'id'> = {
  ...{ kind: 'bilateral', carrierTeamId: 'usps', shipperTeamId: 'harbor' },
  ...{ title: 'Another', template: 'house' },
};

const opened = (): { room: DemoRoom; events: readonly RoomEvent[] } => {
  const room = new DemoRoom();
  const { events } = room.give({ type: 'OpenSheet', sheet, copy: COPY }, MODERATOR);
  return { room, events };
};

describe('[STP3] a room and a kept template', () => {
  it('opens a sheet from the copy that the server hands over, and from no other', () => {
    const { events } = opened();
    expect(events.map(({ type }) => type)).toEqual(['SheetOpened', 'DeliveryOwed']);
    expect(events[1]).toMatchObject({ delivery: { command: { template: 'house', copy: COPY } } });
    const room = new DemoRoom();
    expect(room.refusalOf({ type: 'OpenSheet', sheet }, MODERATOR)).toBe('room/unknown-template');
    const other = { ...sheet, template: 'elsewhere' };
    const wrong = { type: 'OpenSheet', sheet: other, copy: COPY } as const;
    expect(room.refusalOf(wrong, MODERATOR)).toBe('room/unknown-template');
  });

  it('the copy is in no bundle but the regulator’s', () => {
    const { room, events } = opened();
    const owed = events.find(({ type }) => type === 'DeliveryOwed');
    if (!owed) throw new Error('nothing is owed');
    const sees = (seatId: string): boolean => {
      const viewer = viewerOf(room.state, seatId);
      return maySeeRoomPart({ room: room.state, viewer, scheduled: new Set() }, owed, '');
    };
    const seats = ['usps-lead', 'harbor-lead', 'northwind-lead', 'moderator', 'public'];
    expect(seats.filter(sees)).toEqual([]);
    expect(sees('regulator')).toBe(true);
  });

  it('a template of a room names it, and makes rooms where it is kept', () => {
    const { room } = opened();
    const template = JSON.parse(JSON.stringify(templateOf(room.state, 'Yearly'))) as unknown;
    expect(readRoomTemplate(template, { house: COPY }).ok).toBe(true);
    const alone = readRoomTemplate(template);
    expect(alone.ok ? '' : alone.faults.join()).toContain('room/unknown-template');
  });
});

describe('[STP2] versions', () => {
  it('follow each other, and only from the newest', () => {
    const site = new Stream(siteDecider);
    const save = (after: number): SiteCommand => ({
      ...{ type: 'SaveSheetTemplate', templateId: 'house', after, title: 'House' },
      template: {},
    });
    expect(site.refusalOf(save(1))).toBe('site/template-changed');
    site.must(save(0));
    site.must(save(1));
    expect(site.state.sheetTemplates['house']?.version).toBe(2);
    expect(site.refusalOf(save(1))).toBe('site/template-changed');
    expect(site.refusalOf(save(2), seat('usps-lead'))).toBe('site/not-allowed');
    site.must({ type: 'ForgetSheetTemplate', templateId: 'house' });
    expect(site.state.sheetTemplates).toEqual({});
    const again = { type: 'ForgetSheetTemplate', templateId: 'house' } as const;
    expect(site.refusalOf(again)).toBe('site/unknown-template');
  });
});
