const HEADER_BYTES = 54;

/** A black image of that size in pixels, as a BMP file. `width` must be divisible by 4, because rows are padded to 4 bytes. */
export const bitmap = (width: number, height: number): Buffer => {
  const file = Buffer.alloc(HEADER_BYTES + width * height * 3);
  file.write("BM");
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(HEADER_BYTES, 10);
  file.writeUInt32LE(40, 14); // the size of the second header
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26); // planes
  file.writeUInt16LE(24, 28); // bits of a pixel
  return file;
};
