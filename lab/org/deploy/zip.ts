/** Zip files in memory, stored or deflated (PKWARE APPNOTE 4.3); no encryption, no ZIP64: the Metadata API takes at most 39 MB. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

export class ZipError extends Error {}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** What may come out of one zip, so that a small file cannot fill the memory. */
const LARGEST = 400_000_000;

/** Files by path; folders are left out. @throws {ZipError} */
export function readZip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length) {
    throw new ZipError('The file is no zip file.');
  }
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  let total = 0;
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== CENTRAL) {
      throw new ZipError('The directory of the zip file is broken.');
    }
    const [method, packed, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
    const [nameLength, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    at += 46 + nameLength + extra + comment;
    total += size;
    if (total > LARGEST) {
      throw new ZipError(`The zip file holds more than ${LARGEST} bytes.`);
    }
    if (!name.endsWith('/')) {
      files.set(name, unpacked(zip, local, method, packed, size, name));
    }
  }
  return files;
}

function unpacked(zip: Buffer, local: number, method: number, packed: number, size: number, name: string): Buffer {
  if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL) {
    throw new ZipError(`The zip file does not hold ${name} where its directory says.`);
  }
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const data = zip.subarray(from, from + packed);
  if (method === 0) {
    return Buffer.from(data);
  }
  if (method !== 8) {
    throw new ZipError(`${name} is packed by method ${method}; a zip file of the Metadata API stores or deflates.`);
  }
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
  } catch (cause) {
    throw new ZipError(`${name} cannot be unpacked: ${(cause as Error).message}`);
  }
}

export function writeZip(files: Map<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const path = Buffer.from(name, 'utf8');
    const data = deflateRawSync(content);
    // 0x0800: the name is UTF-8. 0x21: the first day that a zip can tell, so that equal content makes equal files.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([signature(LOCAL), common, path, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([signature(CENTRAL), Buffer.from([20, 0]), common, tail, path]));
    parts.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, central, signature(END), end]);
}

function signature(value: number): Buffer {
  const made = Buffer.alloc(4);
  made.writeUInt32LE(value);
  return made;
}
