/** Documents in the shapes that the description of the language shows: long flow maps, every state type, both protocols. */
export const LANGUAGE_DOCUMENTS = {
  inventory: `document: { dsl: '1.0', kind: service, namespace: shop, name: inventory, version: 1.0.0 }   # namespace: default \`default\`
baseUrl: \${ env.INVENTORY_URL }            # env names must be allow-listed
auth: { header: { name: X-Internal-Token, value: '\${ secrets.internalToken }' } }   # on every call
retry: { attempts: 3, delay: 100ms, multiplier: 2, maxDelay: 800ms, jitter: full, within: 2m }
circuitBreaker: { failureRate: 0.5, minimumCalls: 20, window: 30s, halfOpenAfter: 15s }
operations:
  reserve:
    call: { method: POST, path: /api/inventory/reserve, body: '\${ params }' }
    kind: compensatable                    # required
    params: { type: object, required: [orderId, items], properties: { orderId: { type: string }, items: { type: array } } }   # JSON Schema
    errors:
      - { when: '\${ response.status == 409 }', type: OutOfStock }  # a definite business refusal
    verify:                                # asked when the outcome is unknown
      happened: \${ response.body.reservations.size() > 0 }
      call: { method: GET, path: /api/inventory/reservations, query: { order: '\${ params.orderId }' }, accept: [200] }
      output: { reservations: '\${ response.body.reservations }' }  # must evaluate for both answers
    compensate:
      call: { method: POST, path: /api/inventory/release, body: { orderId: '\${ params.orderId }', reservations: '\${ output.reservations }' }, accept: [404] }   # already gone counts as undone
  book:                                    # an operation may speak two-phase instead
    kind: pivot
    twoPhase: { prepare: { method: POST, path: /2pc/prepare, body: '\${ params }' }, commit: { method: POST, path: /2pc/commit }, abort: { method: POST, path: /2pc/abort } }
  hold:                                    # or try / confirm / cancel
    kind: pivot
    tcc: { try: { method: POST, path: /hold }, confirm: { method: POST, path: /hold/confirm }, cancel: { method: POST, path: /hold/cancel } }
`,
  bookkeeper: `document: { dsl: '1.0', kind: service, namespace: exchange, name: bookkeeper, version: 1.0.0 }
protocol: postgres
dataSource: bookkeeper
operations:
  lockFunds:
    kind: compensatable
    params: { type: object, required: [user, amount], properties: { user: { type: string }, amount: { type: number } } }
    call: { sql: 'update account set held = held + $1 where id = $2 and balance - held >= $1 returning id', bind: ['\${ params.amount }', '\${ params.user }'] }
    errors:
      - { when: '\${ response.rowCount == 0 }', type: InsufficientFunds }
      - { when: '\${ response.sqlState == "40001" }', type: Conflict, outcome: notDone, retry: true }
    output: { id: '\${ response.rows[0].id }' }
    compensate: { call: { sql: 'update account set held = held - $1 where id = $2', bind: ['\${ params.amount }', '\${ params.user }'] } }
`,
  order: `# Sells what is in stock.

document: { dsl: '1.0', kind: saga, namespace: shop, name: order, version: 2.1.0, title: Order fulfilment, labels: { team: checkout } }
use: { services: { inventory: 'shop/inventory@^1.0' } }          # default: same namespace, newest active version
input:
  schema:
    type: object
    required: [orderId, customerId, items, total, payment]
    properties: { orderId: { type: string }, customerId: { type: string }, items: { type: array }, total: { type: number }, payment: { type: object, sensitive: true } }
key: \${ input.orderId }
idempotency: { key: '\${ input.orderId }', onDuplicate: returnExisting, reuse: never }   # returnExisting | reject; never | whenUndone
concurrency: { key: '\${ input.customerId }', limit: 1, strategy: queue }  # queue | reject
timeout: { after: 5m, then: compensate }
compensation:
  onFailure: suspend                       # suspend (incident) | continue | retryForever
  order: reverse                           # reverse (LIFO by completion) | parallel | dependency
  retry: { attempts: 10, delay: 1s, multiplier: 2, maxDelay: 5m }
policy: { retry: operator, compensate: senior, terminate: deny }
triggers:
  - event: { type: order.created, source: orders-service, where: '\${ event.data.total > 0 }', input: '\${ event.data }' }
  - http: { method: POST, path: /api/v1/workflows/order, input: '\${ request.body }', respond: [ { status: 202, body: { transaction_id: '\${ saga.id }', status: '\${ saga.status }' } } ] }
start: createOrder

# The steps.
states:
  createOrder:
    type: task
    call: orders.create                    # service.operation
    with: { id: '\${ input.orderId }', items: '\${ input.items }' }
    next: reserve

  reserve:
    type: task
    call: inventory.reserve
    with: { orderId: '\${ input.orderId }', items: '\${ input.items }' }
    lock: { key: 'order/\${ input.orderId }', mode: exclusive, wait: 10s }
    catch:
      - { errors: [OutOfStock], compensate: true, next: rejected }
    next: capture
  capture:  { type: task, call: payments.capture, with: { id: '\${ id("authorisation") }', amount: '\${ input.total }' }, next: announce }   # the pivot
  announce: { type: emit, event: { type: order.confirmed, subject: '\${ input.orderId }', data: { orderId: '\${ input.orderId }' } }, next: done }
  done:     { type: succeed, output: { tracking: '\${ steps.ship.output.tracking }' } }
  rejected: { type: fail, error: { type: OrderRejected, status: 409, detail: an item is out of stock } }
assertions:                                # checked on every simulated path
  - { name: no charge without an order, always: '\${ !(done("capture") && undone("createOrder")) }' }
`,
  blocks: `document: {dsl: "1.0", kind: saga, name: blocks, version: 1.0.0}
start: both
states:
    both:
        type: parallel
        branches:
            left:
                start: ask
                states:
                    ask: {type: human, assign: [ada], outcomes: {approve: sent, reject: sent}, timeout: 1h, onTimeout: sent}
                    sent: {type: wait, for: 1s, end: true}
                output: \${ 1 }
            right:
                states:
                    each:
                        type: forEach
                        in: \${ input.items }
                        body: {start: call, states: {call: {type: task, call: stock.take, with: {item: "\${ item }"}, end: true}}}
                        end: true
                start: each
        join: {atLeast: 1}
        next: awaitStock
    awaitStock:
        type: listen
        cases:
            - { event: { type: inventory.reserved, key: '\${ event.data.orderId }' }, next: group }
            - next: back
              signal: stop
        timeout: 2m
        onTimeout: back
    group:
        type: transaction
        protocol: 2pc
        participants:
        - {name: money, call: bank.lock, with: {amount: 1}}
        - {call: stock.lock, name: stock}
        kind: pivot
        next: child
    child: {type: saga, saga: shop/loyalty@^1, input: {}, next: named}
    named:
        type: set
        values:
            text: >-
                A long text
                over two lines
        next: way
    way: {type: switch, cases: [{when: "\${ vars.text == 'a' }", next: done}], default: back}
    back: {type: compensate, only: [both], next: done}
    done: {type: succeed}
`,
} as const;
