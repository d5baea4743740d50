// Writes Yjs updates (version 1) byte by byte, true or false, as a hostile client would.

import * as encoding from 'lib0/encoding';

export interface CraftedId {
  readonly client: number;
  readonly clock: number;
}

export type CraftedContent =
  | { readonly kind: 'gc' | 'skip' | 'deleted'; readonly length: number }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'format'; readonly key: string; readonly value: string }
  | { readonly kind: 'element'; readonly name: string }
  | { readonly kind: 'type'; readonly type: number }
  | { readonly kind: 'any' | 'json' | 'embed' | 'binary' | 'doc' };

export interface CraftedStruct {
  readonly content: CraftedContent;
  readonly origin?: CraftedId;
  readonly rightOrigin?: CraftedId;
  readonly parent?: CraftedId | string;
  readonly key?: string;
}

export interface CraftedSection {
  readonly client: number;
  readonly clock: number;
  readonly structs: readonly CraftedStruct[];
}

export interface CraftedDelete extends CraftedId {
  readonly length: number;
}

const KIND = {
  gc: 0,
  skip: 10,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  element: 7,
  type: 7,
  any: 8,
  doc: 9,
} as const;

/** An update of these structs and deletions. */
export const craft = (
  sections: readonly CraftedSection[],
  deletes: readonly CraftedDelete[] = [],
): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, sections.length);
    for (const { client, clock, structs } of sections) {
      encoding.writeVarUint(encoder, structs.length);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      for (const struct of structs) writeStruct(encoder, struct);
    }
    encoding.writeVarUint(encoder, deletes.length);
    for (const { client, clock, length } of deletes) {
      for (const value of [client, 1, clock, length]) encoding.writeVarUint(encoder, value);
    }
  });

/** One struct of one client. */
export const craftOne = (client: number, clock: number, struct: CraftedStruct): Uint8Array =>
  craft([{ client, clock, structs: [struct] }]);

const writeId = (encoder: encoding.Encoder, { client, clock }: CraftedId): void => {
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
};

const writeStruct = (encoder: encoding.Encoder, struct: CraftedStruct): void => {
  const { content, origin, rightOrigin, parent, key } = struct;
  const isPlaced = content.kind !== 'gc' && content.kind !== 'skip';
  const bits = (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (key === undefined ? 0 : 0x20);
  encoding.writeUint8(encoder, KIND[content.kind] | (isPlaced ? bits : 0));
  if (isPlaced) {
    if (origin) writeId(encoder, origin);
    if (rightOrigin) writeId(encoder, rightOrigin);
    if (!origin && !rightOrigin) {
      encoding.writeVarUint(encoder, typeof parent === 'string' ? 1 : 0);
      if (typeof parent === 'string') encoding.writeVarString(encoder, parent);
      else writeId(encoder, parent ?? { client: 0, clock: 0 });
      if (key !== undefined) encoding.writeVarString(encoder, key);
    }
  }
  writeContent(encoder, content);
};

const writeContent = (encoder: encoding.Encoder, content: CraftedContent): void => {
  switch (content.kind) {
    case 'gc':
    case 'skip':
    case 'deleted':
      encoding.writeVarUint(encoder, content.length);
      return;
    case 'string':
      encoding.writeVarString(encoder, content.text);
      return;
    case 'format':
      encoding.writeVarString(encoder, content.key);
      encoding.writeVarString(encoder, content.value);
      return;
    case 'element':
      encoding.writeVarUint(encoder, 3);
      encoding.writeVarString(encoder, content.name);
      return;
    case 'type':
      encoding.writeVarUint(encoder, content.type);
      return;
    case 'any':
    case 'json':
      encoding.writeVarUint(encoder, 1);
      encoding.writeAny(encoder, 'x');
      return;
    case 'embed':
      encoding.writeVarString(encoder, '{}');
      return;
    case 'binary':
      encoding.writeVarUint8Array(encoder, new Uint8Array([1]));
      return;
    case 'doc':
      encoding.writeVarString(encoder, 'guid');
      encoding.writeAny(encoder, {});
      return;
  }
};
