/** Column headers of the wide list. */
export function ColumnHeaders() {
  return (
    <div class="row columns" aria-hidden="true">
      <span class="row-status">Status</span>
      <span class="row-main">Subject</span>
      <span class="row-customer">Customer</span>
      <span class="row-assignee">Assignee</span>
      <span class="row-waiting">Waiting</span>
      <span class="row-updated">Activity</span>
    </div>
  );
}
