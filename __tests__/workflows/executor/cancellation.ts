/** A request to stop, which may come once. */
export class Cancellation {
  private requested_ = false;
  private readonly listeners = new Set<() => void>();

  get requested(): boolean {
    return this.requested_;
  }

  request(): void {
    if (this.requested_) return;
    this.requested_ = true;
    for (const listener of [...this.listeners]) listener();
  }

  /** Calls the listener when the request comes; at once, if it came. Returns how to stop listening. */
  onRequest(listener: () => void): () => void {
    if (this.requested_) listener();
    else this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
