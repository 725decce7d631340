/** What a first visit finds in the editor: small, and answered for every demo caller who may read flights. */
export const DEFAULT_QUERY = `# The ten longest delays that you may see.
# Ctrl-Enter runs, Ctrl-Space completes.

query LongestDelays {
  flights(
    filter: { delay: { gt: 60 } }
    orderBy: [{ delay: DESC }]
    first: 10
  ) {
    nodes {
      date
      delay
      origin { iata city }
      destination { iata city }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;
