const MINUTE_MS = 60_000;

/** Rows that an endpoint may be sent a minute; what is left over flows back evenly. */
export class RowBudget {
  private rows: number;
  private filledAtMs: number;

  constructor(
    private readonly rowsPerMinute: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.rows = rowsPerMinute;
    this.filledAtMs = now();
  }

  /**
   * Takes so many rows, all or none.
   * @returns 0 if they were taken, else the ms after which so many will be there
   */
  take(rows: number): number {
    const now = this.now();
    const flowed = ((now - this.filledAtMs) * this.rowsPerMinute) / MINUTE_MS;
    this.rows = Math.min(this.rowsPerMinute, this.rows + flowed);
    this.filledAtMs = now;
    if (rows <= this.rows) {
      this.rows -= rows;
      return 0;
    }
    return Math.ceil(((rows - this.rows) * MINUTE_MS) / this.rowsPerMinute);
  }
}
