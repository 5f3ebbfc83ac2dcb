import { sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** SHA-256 of a text in lower-case hex. Pure JavaScript, so that browser and engine agree; hot paths use the platform's. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** SHA-1 of bytes. Only for UUIDv5 (RFC 9562, section 5.5), never for security. */
export function sha1Bytes(bytes: Uint8Array): Uint8Array {
  return sha1(bytes);
}

/** The UTF-8 bytes of a text. */
export function utf8Bytes(text: string): Uint8Array {
  return utf8ToBytes(text);
}
