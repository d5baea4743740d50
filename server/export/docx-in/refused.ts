// Why a file from outside is not read. Said before anything of it is used.

export type RefusalCode =
  | 'file/not-a-zip'
  | 'file/not-word'
  | 'file/too-large'
  | 'file/bomb'
  | 'file/path'
  | 'file/macros'
  | 'file/external'
  | 'file/doctype'
  | 'file/not-xml'
  | 'file/too-deep'
  | 'file/too-many-cells'
  | 'file/encrypted'
  | 'file/too-slow'
  | 'file/not-sheet';

export class FileRefused extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, detail = '') {
    super(detail);
    this.name = 'FileRefused';
    this.code = code;
  }
}
