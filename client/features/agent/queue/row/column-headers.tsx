/** Column headers of the wide list. Screen readers skip them: each cell contains its own label. */
export function ColumnHeaders() {
  return (
    <div class="row columns" aria-hidden="true">
      <span class="row-status">Status</span>
      <span class="row-customer">Customer</span>
      <span class="row-main">Subject</span>
      <span class="row-assignee">Assignee</span>
      <span class="row-priority">Priority</span>
      <span class="row-clock" title="How long the customer has waited, otherwise the last activity">
        Time
      </span>
      <span class="row-number">Ticket</span>
    </div>
  );
}
