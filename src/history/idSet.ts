/** A set of 64-bit hashes of ids: a million ids take 16 MB. Two ids collide with a probability of 2^-64. */
export class IdSet {
  private slots = new Uint32Array(2 * 1024);
  private size = 0;

  /** Adds an id. Returns false if it already exists. */
  add(id: string): boolean {
    if (this.size * 2 > this.slots.length / 2) this.grow();
    const [high, low] = hash64(id);
    const at = this.find(high, low);
    if (this.slots[at] !== 0 || this.slots[at + 1] !== 0) return false;
    this.slots[at] = high;
    this.slots[at + 1] = low;
    this.size += 1;
    return true;
  }

  get count(): number {
    return this.size;
  }

  has(id: string): boolean {
    const [high, low] = hash64(id);
    const at = this.find(high, low);
    return this.slots[at] !== 0 || this.slots[at + 1] !== 0;
  }

  /** The index of the hash, or of the empty slot for it. */
  private find(high: number, low: number): number {
    const mask = this.slots.length / 2 - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 2;
      const empty = this.slots[at] === 0 && this.slots[at + 1] === 0;
      if (empty || (this.slots[at] === high && this.slots[at + 1] === low)) return at;
    }
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      const [high = 0, low = 0] = old.subarray(at, at + 2);
      if (high === 0 && low === 0) continue;
      const to = this.find(high, low);
      this.slots[to] = high;
      this.slots[to + 1] = low;
    }
  }
}

/** A 64-bit hash in two halves (after cyrb53). Never zero, which marks an empty slot. */
function hash64(text: string): readonly [number, number] {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 2_654_435_761);
    two = Math.imul(two ^ unit, 1_597_334_677);
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(two ^ (two >>> 13), 3_266_489_909);
  two = Math.imul(two ^ (two >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909);
  return one === 0 && two === 0 ? [0, 1] : [one >>> 0, two >>> 0];
}
