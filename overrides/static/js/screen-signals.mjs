// SPDX-License-Identifier: MIT
// What the facilitator's screen does beside showing: a tone, a display that stays on, the full screen.

const PITCH = 660; // hertz
const LENGTH = 0.7; // seconds
const LOUD = 0.3; // of the loudest

export class Tone {
  /** @type {AudioContext | undefined} */
  audio;

  /** Browsers allow sound only after the person has pressed something, so it is made ready then. */
  ready() {
    try {
      this.audio ??= new AudioContext();
      this.audio.resume();
      return true;
    } catch {
      return false;
    }
  }

  play() {
    if (!this.audio) return;
    const [now, wave, volume] = [this.audio.currentTime, this.audio.createOscillator(), this.audio.createGain()];
    wave.frequency.value = PITCH;
    volume.gain.setValueAtTime(0, now);
    volume.gain.linearRampToValueAtTime(LOUD, now + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, now + LENGTH);
    wave.connect(volume).connect(this.audio.destination);
    wave.start(now);
    wave.stop(now + LENGTH);
  }
}

/** Keeps the display on while a step is running. Where the browser cannot, nothing happens. */
export class Display {
  constructor() {
    this.wanted = false;
    /** @type {any} */
    this.lock = undefined;
    document.addEventListener("visibilitychange", () => this.hold(this.wanted)); // a hidden page loses it
  }

  /** @param {boolean} on */
  async hold(on) {
    this.wanted = on;
    try {
      if (!on) {
        await this.lock?.release();
        this.lock = undefined;
      } else if (document.visibilityState === "visible" && (!this.lock || this.lock.released)) {
        this.lock = await navigator.wakeLock?.request("screen");
        if (!this.wanted) await this.lock?.release(); // paused while the browser was asked
      }
    } catch {
      // A low battery, or a setting of the person.
    }
  }
}
