/** Generated from openapi.json by `npm run generate`; do not edit. */

export interface paths {
    "/api/v1/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Actions, those that save most first
         * @description Needs actions.read.
         */
        get: operations["getActions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One action with its proof, outcome, history and the rest of the plan for its batch
         * @description Needs actions.read.
         */
        get: operations["getActionsActionId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a proposed action
         * @description Needs actions.approve.
         */
        post: operations["postActionsActionIdApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record what an approved action achieved
         * @description Needs actions.complete.
         */
        post: operations["postActionsActionIdComplete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a proposed or approved action, with the reason
         * @description Needs actions.approve.
         */
        post: operations["postActionsActionIdReject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve several actions, each on its own
         * @description Needs actions.approve.
         */
        post: operations["postActionsApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record what several approved actions achieved, each on its own
         * @description Needs actions.complete.
         */
        post: operations["postActionsComplete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find the best remedy for each batch at risk
         * @description Needs actions.propose.
         */
        post: operations["postActionsGenerate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject several actions, each on its own and with its reason
         * @description Needs actions.approve.
         */
        post: operations["postActionsReject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much is proposed, approved and recovered, against the value at risk
         * @description Needs actions.read.
         */
        get: operations["getActionsSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, when, to which thing, with before and after; newest first
         * @description Needs audit.read.
         */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/head": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The end of the chain; saved elsewhere, it shows later whether entries were cut off
         * @description Needs audit.read.
         */
        get: operations["getAuditHead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Computes the chain again and names the first entry that was changed, removed, inserted or moved
         * @description Needs audit.read.
         */
        get: operations["getAuditVerification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set name, e-mail address and password you sign in with; a new password ends your other sessions
         * @description Needs signed-in.
         */
        put: operations["putAuthAccount"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation: choose name and password, then sign in
         * @description Open to everyone.
         */
        post: operations["postAuthInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with a one-time link
         * @description Open to everyone.
         */
        post: operations["postAuthLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a one-time link that signs the owner in
         * @description Needs identity.owners.
         */
        post: operations["postAuthLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with e-mail address and password
         * @description Open to everyone.
         */
        post: operations["postAuthLogin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this session at once
         * @description Needs signed-in.
         */
        post: operations["postAuthLogout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all your sessions at once, this one too
         * @description Needs signed-in.
         */
        post: operations["postAuthLogoutEverywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change your password; your other sessions end
         * @description Needs signed-in.
         */
        put: operations["putAuthPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a mail with a link to a new password; the reply does not tell whether the address is known
         * @description Open to everyone.
         */
        post: operations["postAuthPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-reset/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password by the link of a mail; all sessions end
         * @description Open to everyone.
         */
        post: operations["postAuthPasswordResetConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange the refresh token for a new pair, or keep the cookie’s session for another 7 days
         * @description Open to everyone.
         */
        post: operations["postAuthRefresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether you have a second factor, and how many recovery codes are left
         * @description Needs signed-in.
         */
        get: operations["getAuthSecondFactor"];
        put?: never;
        /**
         * Answer the question for the second factor, and be signed in
         * @description Open to everyone.
         */
        post: operations["postAuthSecondFactor"];
        /**
         * Remove your second factor
         * @description Needs signed-in.
         */
        delete: operations["deleteAuthSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor/enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to set up an authenticator; nothing changes until it is confirmed
         * @description Needs signed-in.
         */
        post: operations["postAuthSecondFactorEnrolment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor/enrolment/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the authenticator with its first code and your password; answers the recovery codes
         * @description Needs signed-in.
         */
        post: operations["postAuthSecondFactorEnrolmentConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/second-factor/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make new recovery codes; the old ones no longer work
         * @description Needs signed-in.
         */
        post: operations["postAuthSecondFactorRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Network addresses that are refused at the moment, since attacks came from them; newest first
         * @description Needs ops.read.
         */
        get: operations["getBlockedAddresses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blocked-addresses/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Lift the block of an address
         * @description Needs ops.manage.
         */
        delete: operations["deleteBlockedAddressesAddress"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Categories with their number of items
         * @description Needs catalog.read.
         */
        get: operations["getCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The kinds of files Granary accepts, with their columns
         * @description Needs ingest.read.
         */
        get: operations["getDatasets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/errors/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Failed requests by code, route and hour: of the organization, and, for who runs the installation, of requests without a sign-in
         * @description Needs ops.read.
         */
        get: operations["getErrorsSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/expiry/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rules for expiring stock and their version
         * @description Needs expiry.read.
         */
        get: operations["getExpiryRules"];
        /**
         * Set the rules; the next calculation uses them
         * @description Needs expiry.rules.
         */
        put: operations["putExpiryRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Velocity, volatility and profile by store and item
         * @description Needs demand.read.
         */
        get: operations["getFeatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts/{forecast_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One forecast made on request, with its periods, what came, and the history before it
         * @description Needs demand.read.
         */
        get: operations["getForecastsForecastId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts/accuracy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How good forecasts were, by model and by week ahead, as far as sales have come
         * @description Needs demand.read.
         */
        get: operations["getForecastsAccuracy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts/backtest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How good a method would have been for one item, forecast again from points of its past
         * @description Needs demand.forecast.
         */
        post: operations["postForecastsBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Items that left their usual course, or whose forecasts err otherwise than they did
         * @description Needs demand.read.
         */
        get: operations["getForecastsDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts/generate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forecast items over periods ahead, with intervals, and keep the forecasts
         * @description Needs demand.forecast.
         */
        post: operations["postForecastsGenerate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Forecasts made on request, the newest first, with their accuracy once sales have come
         * @description Needs demand.read.
         */
        get: operations["getForecastsHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The current forecast by store, item and day
         * @description Needs demand.read.
         */
        get: operations["getForecastsItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/forecasts/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The methods of forecasting, a line on each
         * @description Needs demand.read.
         */
        get: operations["getForecastsModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether Granary and its parts work
         * @description Open to everyone.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether this process answers; if not, start it again
         * @description Open to everyone.
         */
        get: operations["getHealthLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether requests can be sent here: 503 while the database is away
         * @description Open to everyone.
         */
        get: operations["getHealthReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Invitations, newest first
         * @description Needs identity.read.
         */
        get: operations["getInvitations"];
        put?: never;
        /**
         * Invite a person by e-mail; it can be accepted once, within seven days
         * @description Needs identity.manage.
         */
        post: operations["postInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Withdraw an invitation
         * @description Needs identity.manage.
         */
        delete: operations["deleteInvitationsInvitationId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite several people, each on its own
         * @description Needs identity.manage.
         */
        post: operations["postInvitationsBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Items with category, list price and shelf life
         * @description Needs catalog.read.
         */
        get: operations["getItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change several items, and add those that are new, each on its own
         * @description Needs catalog.write.
         */
        patch: operations["patchItems"];
        trace?: never;
    };
    "/api/v1/items/{sku_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One item
         * @description Needs catalog.read.
         */
        get: operations["getItemsSkuId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an item, or add it
         * @description Needs catalog.write.
         */
        patch: operations["patchItemsSkuId"];
        trace?: never;
    };
    "/api/v1/kpis/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Value at risk, savings, stock value, turnover and write-offs
         * @description Needs analytics.read.
         */
        get: operations["getKpisDashboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kpis/savings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What completed actions recovered, by day, week or month and by type
         * @description Needs analytics.read.
         */
        get: operations["getKpisSavings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who you are, what you may do, and how fresh the data is
         * @description Needs signed-in.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/personal-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is held about you, table by table
         * @description Needs signed-in.
         */
        get: operations["getMePersonalData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures of this process for Prometheus; give it a token with ops.read, made at the terminal where several organizations share the installation
         * @description Needs ops.read.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What whoever runs Granary should know of; equal faults are one notice with a count
         * @description Needs ops.read.
         */
        get: operations["getNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take note of a notice; the same fault opens a new one when it comes again
         * @description Needs ops.manage.
         */
        post: operations["postNoticesNoticeIdAcknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Name, currency, locale and time zone of the organization
         * @description Needs signed-in.
         */
        get: operations["getOrganization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change name, currency, locale or time zone of the organization
         * @description Needs identity.organization.
         */
        patch: operations["patchOrganization"];
        trace?: never;
    };
    "/api/v1/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every permission with its sentence, who holds it and which routes ask for it
         * @description Needs identity.read.
         */
        get: operations["getPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was received, newest first; a supplier sees their own deliveries
         * @description Needs stock.receipts.
         */
        get: operations["getReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Batches with their risk, highest score first
         * @description Needs expiry.read.
         */
        get: operations["getRisk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risk/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calculate risk anew; a calculation under way is returned instead
         * @description Needs expiry.assess.
         */
        post: operations["postRiskRefresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risk/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Risk in total, by store and by category
         * @description Needs expiry.read.
         */
        get: operations["getRiskSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Roles with what they may do, built-in ones first
         * @description Needs identity.read.
         */
        get: operations["getRoles"];
        put?: never;
        /**
         * Make a role of your own; it holds at most what you hold
         * @description Needs identity.roles.
         */
        post: operations["postRoles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One role
         * @description Needs identity.read.
         */
        get: operations["getRolesRoleId"];
        /**
         * Change a role; it takes effect with the next request of those who have it
         * @description Needs identity.roles.
         */
        put: operations["putRolesRoleId"];
        post?: never;
        /**
         * Remove a role of your own that nobody has
         * @description Needs identity.roles.
         */
        delete: operations["deleteRolesRoleId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs, newest first
         * @description Needs runs.read.
         */
        get: operations["getRuns"];
        put?: never;
        /**
         * Start the nightly run now; one that is under way is returned instead
         * @description Needs runs.start.
         */
        post: operations["postRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One run with its progress
         * @description Needs runs.read.
         */
        get: operations["getRunsRunId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a run to stop
         * @description Needs runs.start.
         */
        post: operations["postRunsRunIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign-ins, failures, refusals, locks and changes of rights; newest first
         * @description Needs audit.read.
         */
        get: operations["getSecurityEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/series/{store_id}/{sku_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One item at one location: history, forecast, batches, receipts and actions
         * @description Needs demand.read.
         */
        get: operations["getSeriesStoreIdSkuId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your sessions that still work, the latest first
         * @description Needs signed-in.
         */
        get: operations["getSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of your sessions
         * @description Needs signed-in.
         */
        delete: operations["deleteSessionsSessionId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stores, distribution centres and plants
         * @description Needs catalog.read.
         */
        get: operations["getStores"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change several stores, and add those that are new, each on its own
         * @description Needs catalog.write.
         */
        patch: operations["patchStores"];
        trace?: never;
    };
    "/api/v1/stores/{store_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One store, distribution centre or plant
         * @description Needs catalog.read.
         */
        get: operations["getStoresStoreId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a store, or add it
         * @description Needs catalog.write.
         */
        patch: operations["patchStoresStoreId"];
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tokens for machines, the newest first: your own, or all of them for who manages people
         * @description Needs signed-in.
         */
        get: operations["getTokens"];
        put?: never;
        /**
         * Make a token for a machine, with some of your permissions
         * @description Needs signed-in.
         */
        post: operations["postTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a token; it fails at once
         * @description Needs signed-in.
         */
        delete: operations["deleteTokensTokenId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a CSV or XLSX file; its good rows are loaded before the reply, or in the background
         * @description Needs ingest.write.
         */
        post: operations["postUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upload/{upload_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The original file, byte for byte
         * @description Needs ingest.read.
         */
        get: operations["getUploadUploadIdFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upload/{upload_id}/rejected.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rows that were kept out, with a reason column
         * @description Needs ingest.read.
         */
        get: operations["getUploadUploadIdRejectedCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upload/{upload_id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Data health report: completeness, findings by cause, how each column was read, advice
         * @description Needs ingest.read.
         */
        get: operations["getUploadUploadIdReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/upload/{upload_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * State, progress and counts of an upload
         * @description Needs ingest.read.
         */
        get: operations["getUploadUploadIdStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Uploads, newest first
         * @description Needs ingest.read.
         */
        get: operations["getUploads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The people of the organization
         * @description Needs identity.read.
         */
        get: operations["getUsers"];
        put?: never;
        /**
         * Add a person who can sign in at once; an invitation lets them choose their own password
         * @description Needs identity.manage.
         */
        post: operations["postUsers"];
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change several people, each on its own
         * @description Needs identity.manage.
         */
        patch: operations["patchUsers"];
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One person
         * @description Needs identity.read.
         */
        get: operations["getUsersUserId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change name, e-mail address, role, locations, suppliers or approval limit of a person
         * @description Needs identity.manage.
         */
        patch: operations["patchUsersUserId"];
        trace?: never;
    };
    "/api/v1/users/{user_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a person out: their sessions and tokens fail at once
         * @description Needs identity.manage.
         */
        post: operations["postUsersUserIdDeactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a pseudonym in the place of a person everywhere; cannot be undone
         * @description Needs identity.personal_data.
         */
        post: operations["postUsersUserIdErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link by which somebody sets a new password; for when no mail can be sent
         * @description Needs identity.manage.
         */
        post: operations["postUsersUserIdPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/personal-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is held about a person, table by table
         * @description Needs identity.personal_data.
         */
        get: operations["getUsersUserIdPersonalData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a deactivated person sign in again
         * @description Needs identity.manage.
         */
        post: operations["postUsersUserIdReactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove the second factor of somebody who lost phone and recovery codes
         * @description Needs identity.manage.
         */
        delete: operations["deleteUsersUserIdSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A person’s sessions that still work, the latest first
         * @description Needs identity.manage.
         */
        get: operations["getUsersUserIdSessions"];
        put?: never;
        post?: never;
        /**
         * End all sessions of a person
         * @description Needs identity.manage.
         */
        delete: operations["deleteUsersUserIdSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one session of a person
         * @description Needs identity.manage.
         */
        delete: operations["deleteUsersUserIdSessionsSessionId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lift the delays before somebody’s next sign-in
         * @description Needs identity.manage.
         */
        post: operations["postUsersUserIdUnlock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep several people out, each on its own
         * @description Needs identity.manage.
         */
        post: operations["postUsersDeactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let several deactivated people sign in again, each on its own
         * @description Needs identity.manage.
         */
        post: operations["postUsersReactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AcceptedInvitation */
        AcceptedInvitation: {
            email: string;
            name: string;
            /** Format: uuid */
            user_id: string;
        };
        /** Action */
        Action: {
            action_id: number;
            /** @enum {string} */
            action_type: "TRANSFER" | "MARKDOWN" | "LIQUIDATE";
            at_risk_units: number;
            batch_id: string;
            category: string;
            chance_of_gain: number;
            created_at: string;
            /** @description Last day on which the action can still be carried out as proposed. */
            decide_by: string;
            decided_at: string | null;
            decided_by_name: string | null;
            decision_note: string | null;
            discount_pct: number | null;
            /** @description Getting rid of the units costs more than it brings in. */
            dispose: boolean;
            end_date: string | null;
            /** @description Mean saving against doing nothing, in the currency of the organization. */
            expected_savings: number;
            expiry_date: string | null;
            from_store: string;
            from_store_name: string;
            item_name: string;
            /** @description Units of the batch at the snapshot the action was proposed from. */
            on_hand_qty: number | null;
            qty: number;
            /** @description Position by expected savings among the actions of the same status; 1 is the best. */
            rank: number;
            reason: string;
            /** @description The saving is lower than this with a chance of 90 %. */
            savings_high: number;
            /** @description The saving is higher than this with a chance of 90 %. */
            savings_low: number;
            sku_id: string;
            snapshot_date: string;
            start_date: string;
            /** @enum {string} */
            status: "PROPOSED" | "APPROVED" | "DONE" | "REJECTED";
            to_store: string | null;
            to_store_name: string | null;
            unit: string;
            unit_cost: number;
            /** @description Stock at cost that the action decides about (quantity × unit cost); approval limits are compared with it. */
            value_at_stake: number;
            /** @description Send it back with a decision, so that you decide on what you saw. */
            version: number;
        };
        /** ActionDetail */
        ActionDetail: {
            action_id: number;
            /** @enum {string} */
            action_type: "TRANSFER" | "MARKDOWN" | "LIQUIDATE";
            at_risk_units: number;
            batch_id: string;
            category: string;
            chance_of_gain: number;
            created_at: string;
            /** @description Last day on which the action can still be carried out as proposed. */
            decide_by: string;
            decided_at: string | null;
            decided_by_name: string | null;
            decision_note: string | null;
            discount_pct: number | null;
            /** @description Getting rid of the units costs more than it brings in. */
            dispose: boolean;
            end_date: string | null;
            /** @description Mean saving against doing nothing, in the currency of the organization. */
            expected_savings: number;
            expiry_date: string | null;
            from_store: string;
            from_store_name: string;
            history: {
                actor_name: string;
                after: {
                    [key: string]: unknown;
                } | null;
                at: string;
                before: {
                    [key: string]: unknown;
                } | null;
                verb: string;
            }[];
            item_name: string;
            /** @description Units of the batch at the snapshot the action was proposed from. */
            on_hand_qty: number | null;
            outcomes: components["schemas"]["Outcome"][];
            /** @description The other actions for the same batch that were not rejected. */
            plan: components["schemas"]["Action"][];
            proof: components["schemas"]["Proof"];
            qty: number;
            /** @description Position by expected savings among the actions of the same status; 1 is the best. */
            rank: number;
            reason: string;
            /** @description The saving is lower than this with a chance of 90 %. */
            savings_high: number;
            /** @description The saving is higher than this with a chance of 90 %. */
            savings_low: number;
            sku_id: string;
            snapshot_date: string;
            start_date: string;
            /** @enum {string} */
            status: "PROPOSED" | "APPROVED" | "DONE" | "REJECTED";
            to_store: string | null;
            to_store_name: string | null;
            unit: string;
            unit_cost: number;
            /** @description Stock at cost that the action decides about (quantity × unit cost); approval limits are compared with it. */
            value_at_stake: number;
            /** @description Send it back with a decision, so that you decide on what you saw. */
            version: number;
        };
        /** ActionList */
        ActionList: {
            data: components["schemas"]["Action"][];
            page: components["schemas"]["Page"];
        };
        /** ActionsSummary */
        ActionsSummary: {
            approved: {
                count: number;
                expected_savings: number;
            };
            /** @description Value at risk of all batches of that snapshot, with or without an action. */
            at_risk_value: number;
            done: {
                count: number;
                recovered_value: number;
            };
            proposed: {
                count: number;
                expected_savings: number;
            };
            /** @description Proposed, still in time, a chance of gain of at least 90 % and a positive saving at the low end. */
            safe: {
                action_ids: number[];
                count: number;
                expected_savings: number;
            };
            /** @description The snapshot whose risk is summed up. */
            snapshot_date: string | null;
        };
        /**
         * AgentCompleted
         * @example {
         *       "agent": "demand",
         *       "duration_seconds": 12.5,
         *       "result": {
         *         "total_season_demand": 8000
         *       },
         *       "timestamp": "2026-11-21T09:00:00Z",
         *       "type": "agent_completed"
         *     }
         */
        AgentCompleted: {
            /** @enum {string} */
            agent: "orchestrator" | "demand" | "inventory" | "pricing";
            duration_seconds: number;
            /** @description What came of it; its form depends on the agent. */
            result: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "agent_completed";
        };
        /**
         * AgentProgress
         * @example {
         *       "agent": "demand",
         *       "message": "Fitting 3 of 5 models",
         *       "progress_pct": 40,
         *       "timestamp": "2026-11-21T09:00:00Z",
         *       "type": "agent_progress"
         *     }
         */
        AgentProgress: {
            /** @enum {string} */
            agent: "orchestrator" | "demand" | "inventory" | "pricing";
            message: string;
            /** @description Never falls for an agent. */
            progress_pct: number;
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "agent_progress";
        };
        /**
         * AgentStarted
         * @example {
         *       "agent": "demand",
         *       "timestamp": "2026-11-21T09:00:00Z",
         *       "type": "agent_started"
         *     }
         */
        AgentStarted: {
            /** @enum {string} */
            agent: "orchestrator" | "demand" | "inventory" | "pricing";
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "agent_started";
        };
        /**
         * AgentStatus
         * @example {
         *       "agent": "demand",
         *       "message": "Fitting 3 of 5 models",
         *       "progress_pct": 40,
         *       "status": "running"
         *     }
         */
        AgentStatus: {
            /** @enum {string} */
            agent: "orchestrator" | "demand" | "inventory" | "pricing";
            message: string | null;
            progress_pct: number;
            /** @enum {string} */
            status: "waiting" | "running" | "awaiting_input" | "completed" | "skipped" | "failed";
        };
        /** Alive */
        Alive: {
            /** @constant */
            status: "ok";
        };
        /**
         * AllocationPlan
         * @example {
         *       "forecast_id": "0b54a4f6-2f0a-4c58-9a8e-3f1d2c7b6a90",
         *       "holdback_total": 4320,
         *       "initial_allocation_total": 5280,
         *       "manufacturing_qty": 9600,
         *       "safety_stock_percentage": 0.2,
         *       "store_allocations": [
         *         {
         *           "cluster_id": "fashion_forward",
         *           "initial_allocation": 5280,
         *           "season_total": 9600,
         *           "store_id": "S01"
         *         }
         *       ]
         *     }
         */
        AllocationPlan: {
            /** Format: uuid */
            forecast_id: string;
            /** @description With initial_allocation_total it is manufacturing_qty. */
            holdback_total: number;
            initial_allocation_total: number;
            manufacturing_qty: number;
            safety_stock_percentage: number;
            /** @description Sum to initial_allocation_total. */
            store_allocations: components["schemas"]["StoreAllocation"][];
        };
        /** AuditEntry */
        AuditEntry: {
            /** @description Null where the machine did it. */
            actor_id: string | null;
            /** @description As it was then; `Erased person` after an erasure. */
            actor_name: string;
            after: {
                [key: string]: unknown;
            } | null;
            at: string;
            /** @description Number in the chain of the organization, from 1, without gaps. */
            audit_id: number;
            before: {
                [key: string]: unknown;
            } | null;
            correlation_id: string | null;
            entity: string;
            entity_id: string;
            /** @description SHA-256 over every field and the hash of the entry before, in hexadecimal. */
            hash: string;
            verb: string;
        };
        /** AuditEntryList */
        AuditEntryList: {
            data: components["schemas"]["AuditEntry"][];
            page: components["schemas"]["Page"];
        };
        /** AuditHead */
        AuditHead: {
            /** @description When this was read. */
            at: string;
            audit_id: number;
            hash: string;
            /** Format: uuid */
            org_id: string;
        };
        /** AuditVerification */
        AuditVerification: {
            broken: {
                /** @description The first entry that is not in order. */
                audit_id: number;
                /** @enum {string} */
                kind: "changed" | "removed" | "inserted" | "reordered";
                message: string;
            } | null;
            /** @description Entries in order before the first break, or all. */
            entries: number;
            /** @description The last entry that is in order. */
            head: {
                audit_id: number;
                hash: string;
            } | null;
            valid: boolean;
        };
        /** Backtest */
        Backtest: {
            accuracy: {
                bias_units: number | null;
                coverage_80_pct: number | null;
                known_periods: number;
                mean_absolute_error_units: number | null;
                root_mean_squared_error_units: number | null;
                wape_pct: number | null;
            };
            by_horizon: {
                bias_units: number | null;
                coverage_80_pct: number | null;
                known_periods: number;
                mean_absolute_error_units: number | null;
                period: number;
                root_mean_squared_error_units: number | null;
                wape_pct: number | null;
            }[];
            data_until: string;
            /** @enum {string} */
            frequency: "daily" | "weekly" | "monthly";
            horizon: number;
            method: string;
            /** @description The oldest first; fewer than asked for where the history is short. */
            origins: {
                /** @description Last day known to the forecast. */
                data_until: string;
                form: string;
                periods: {
                    actual: number | null;
                    mean: number;
                    p10: number;
                    p90: number;
                    period_start: string;
                }[];
            }[];
            sku_id: string;
            store_id: string | null;
        };
        /** BacktestRequest */
        BacktestRequest: {
            /**
             * @default weekly
             * @enum {string}
             */
            frequency?: "daily" | "weekly" | "monthly";
            /** @description Periods ahead at each origin. */
            horizon: number;
            /**
             * @default auto
             * @enum {string}
             */
            method?: "auto" | "naive" | "drift" | "mean" | "window" | "seasonal-naive" | "naive2" | "ses" | "holt" | "damped-holt" | "holt-winters" | "ets" | "theta" | "optimised-theta" | "dynamic-theta" | "dynamic-optimised-theta" | "auto-theta" | "arima" | "averaged-arima" | "ces" | "mstl" | "rank-one" | "trend-and-season" | "croston" | "sba" | "sbj" | "tsb" | "adida" | "imapa" | "negative-binomial" | "zero-inflated" | "empirical-counts" | "count-auto" | "regression" | "prophet";
            /**
             * @description Points of the past to forecast from.
             * @default 4
             */
            origins?: number;
            sku_id: string;
            /**
             * @description Periods from one origin to the next.
             * @default 1
             */
            step?: number;
            /** @description Left out: all stores together. */
            store_id?: string;
        };
        /** BatchRisk */
        BatchRisk: {
            /** @description Expected units unsold at the end of life. */
            at_risk_units: number;
            at_risk_units_high: number;
            at_risk_units_low: number;
            /** @description At-risk units times unit cost. */
            at_risk_value: number;
            batch_id: string;
            category: string;
            /** @description Expiry date minus snapshot date, in calendar days. */
            days_to_expiry: number;
            /** @description Units customers are expected to want until the last day of sale. */
            expected_sales_to_expiry: number;
            /** @description The same as at_risk_units. */
            expected_wasted_units: number;
            expiry_date: string;
            item_name: string;
            on_hand_qty: number;
            /** @description Chance that any unit of the batch is wasted. */
            p_waste: number;
            risk_score: number;
            rule_version: number;
            scoring_source: string;
            sku_id: string;
            snapshot_date: string;
            store_id: string;
            store_name: string;
            unit_cost: number;
            /** @enum {string} */
            unit_cost_source: "batch" | "latest" | "mrp" | "none";
        };
        /** BatchRiskList */
        BatchRiskList: {
            data: components["schemas"]["BatchRisk"][];
            page: components["schemas"]["Page"];
        };
        /** BlockedAddress */
        BlockedAddress: {
            /** @description An IPv4 address, or the /64 network of an IPv6 address. */
            address: string;
            blocked_at: string;
            blocked_until: string;
            /** @enum {string} */
            reason: "scanning" | "guessing" | "stuffing" | "injection";
            /** @description Blocks in a row; each is twice as long as the last. */
            times: number;
        };
        /** BulkDecisions */
        BulkDecisions: {
            failed: number;
            results: {
                /** @description `id`; 0 where the item named none. */
                action_id: number;
                /** @description Why it failed: what the call for this one alone would have answered. */
                error?: {
                    /** @description Stable; docs/errors.md has an entry for each. */
                    code: string;
                    /** @description One entry for each field that is wrong; empty when no field is. */
                    details: components["schemas"]["ErrorDetail"][];
                    /** @description A sentence for the reader: what, where, how to mend it. */
                    message: string;
                };
                /** @description Of the thing; null when the item named none, or it was not made. */
                id: number | null;
                /** @description Place of the item in the call, from 0. */
                index: number;
                /** @description `status` as true or false. */
                ok: boolean;
                /** @enum {string} */
                status: "ok" | "failed";
                /** @description Of the action now that it is decided. */
                version?: number;
            }[];
            succeeded: number;
        };
        /** BulkInvitations */
        BulkInvitations: {
            failed: number;
            results: {
                email?: string;
                /** @description Why it failed: what the call for this one alone would have answered. */
                error?: {
                    /** @description Stable; docs/errors.md has an entry for each. */
                    code: string;
                    /** @description One entry for each field that is wrong; empty when no field is. */
                    details: components["schemas"]["ErrorDetail"][];
                    /** @description A sentence for the reader: what, where, how to mend it. */
                    message: string;
                };
                /** @description Of the thing; null when the item named none, or it was not made. */
                id: string | null;
                /** @description Place of the item in the call, from 0. */
                index: number;
                /** @description Told once, and only where no e-mail went out: pass it on yourself. */
                link?: string | null;
                /** @description Whether it went out by e-mail. */
                sent?: boolean;
                /** @enum {string} */
                status: "ok" | "failed";
            }[];
            succeeded: number;
        };
        /** BulkPeople */
        BulkPeople: {
            failed: number;
            results: {
                /** @description Why it failed: what the call for this one alone would have answered. */
                error?: {
                    /** @description Stable; docs/errors.md has an entry for each. */
                    code: string;
                    /** @description One entry for each field that is wrong; empty when no field is. */
                    details: components["schemas"]["ErrorDetail"][];
                    /** @description A sentence for the reader: what, where, how to mend it. */
                    message: string;
                };
                /** @description Of the thing; null when the item named none, or it was not made. */
                id: string | null;
                /** @description Place of the item in the call, from 0. */
                index: number;
                /** @enum {string} */
                status: "ok" | "failed";
                /** @description Of the person now. */
                version?: number;
            }[];
            succeeded: number;
        };
        /** BulkSaved */
        BulkSaved: {
            failed: number;
            results: {
                /** @description Whether it was not there before. */
                created?: boolean;
                /** @description Why it failed: what the call for this one alone would have answered. */
                error?: {
                    /** @description Stable; docs/errors.md has an entry for each. */
                    code: string;
                    /** @description One entry for each field that is wrong; empty when no field is. */
                    details: components["schemas"]["ErrorDetail"][];
                    /** @description A sentence for the reader: what, where, how to mend it. */
                    message: string;
                };
                /** @description Of the thing; null when the item named none, or it was not made. */
                id: string | null;
                /** @description Place of the item in the call, from 0. */
                index: number;
                /** @enum {string} */
                status: "ok" | "failed";
                /** @description Of the item or store now. */
                version?: number;
            }[];
            succeeded: number;
        };
        /**
         * ClusterDistribution
         * @example {
         *       "allocation_percentage": 0.4,
         *       "cluster_id": "fashion_forward",
         *       "cluster_name": "Fashion forward",
         *       "total_units": 3200
         *     }
         */
        ClusterDistribution: {
            allocation_percentage: number;
            cluster_id: string;
            cluster_name: string;
            total_units: number;
        };
        /** Dashboard */
        Dashboard: {
            approved_actions: number;
            /** @description Expected savings of approved actions that are not done. */
            approved_savings: number;
            at_risk_units: number;
            at_risk_value: number;
            by_type: {
                /** @enum {string} */
                action_type: "TRANSFER" | "MARKDOWN" | "LIQUIDATE";
                approved: number;
                done: number;
                /** @description Of the proposed ones. */
                expected_savings: number;
                proposed: number;
                recovered_value: number;
            }[];
            cleared_units: number;
            currency: string;
            /** @description With an outcome in the period. */
            done_actions: number;
            /** @description Batches from the rules' high_risk_score on. */
            high_risk_batches: number;
            /** @description Cost of goods sold in a year over mean inventory value; null without sales, stock or cost. */
            inventory_turnover: number | null;
            inventory_turnover_basis: {
                /** @description The sales cover less than 365 days and were scaled up to a year. */
                annualised: boolean;
                /** @description Of these days, not scaled. */
                cost_of_goods_sold: number;
                days: number;
                from: string;
                mean_inventory_value: number;
                /** @description Stock counts the mean is taken over. */
                snapshots: number;
                to: string;
            } | null;
            /** @description On hand × unit cost: of the batch, else the latest of the item, else its list price. */
            inventory_value: number | null;
            open_actions: number;
            /** @description Expected savings of the open proposals. */
            potential_savings: number;
            /** @description Recorded outcomes of completed actions only. */
            recovered_value: number;
            /** @description Rejected in the period, Granary's own withdrawals not counted. */
            rejected_actions: number;
            /** @description Newest assessed snapshot of the period; older than snapshot_date until the next run. */
            risk_snapshot_date: string | null;
            /** @description Newest stock count of the period; null without one. */
            snapshot_date: string | null;
            /** @description Units on hand without any cost or price; they count as 0 in the value. */
            unvalued_units: number;
            /** @description Stock past its expiry date at snapshot_date. */
            write_off: {
                batches: number;
                units: number;
                value: number;
            } | null;
        };
        /** DataHealthReport */
        DataHealthReport: {
            advice: string[];
            completeness: {
                column: string;
                filled_pct: number;
                /** @description Cells that could not be used. */
                invalid: number;
                /** @description Empty cells. */
                missing: number;
            }[];
            date_range: {
                column: string;
                from: string;
                to: string;
            } | null;
            duplicates: number;
            file_name: string;
            file_type: string;
            findings: {
                code: string;
                column: string | null;
                count: number;
                /** @description The first five. */
                examples: components["schemas"]["Finding"][];
                hint: string | null;
                message: string;
                /** @enum {string} */
                severity: "error" | "warning";
                /** @description The five most frequent. */
                values: {
                    rows: number;
                    value: string;
                }[];
            }[];
            findings_stored: number;
            findings_total: number;
            mapping: {
                column: string;
                /** @description 0 to 100. */
                confidence: number | null;
                read_as: string | null;
                reason: ("caller" | "name" | "synonym" | "similar" | "hint") | null;
                required: boolean;
                samples: string[];
                /** @description Name of the column in the file; null when the file has none. */
                source: string | null;
            }[];
            message: string | null;
            repeats_upload_id: string | null;
            rows_changed: number;
            rows_new: number;
            /** @description Rows that were loaded or were there already. */
            rows_processed: number;
            /** @description Rows kept out, each with at least one finding. */
            rows_rejected: number;
            /** @description Rows below the header that are not blank. */
            rows_total: number;
            rows_unchanged: number;
            /** @description The first findings in the order of the file. */
            sample_rows: components["schemas"]["Finding"][];
            seconds: number;
            source: {
                delimiter: string | null;
                encoding: string | null;
                /** @enum {string} */
                format: "csv" | "xlsx";
                header_row: number;
                other_sheets: string[];
                sheet: string | null;
            };
            /** @enum {string} */
            status: "received" | "processing" | "completed" | "rejected" | "failed";
            unused_columns: string[];
            /** Format: uuid */
            upload_id: string;
        };
        DeleteAuthSecondFactorRequest: {
            password: string;
        };
        /** DriftAlert */
        DriftAlert: {
            alert_id: string;
            first_seen: string;
            item_name: string | null;
            /**
             * @description input: sales left their usual level. error: forecasts err otherwise than they did.
             * @enum {string}
             */
            kind: "input" | "error";
            last_seen: string;
            message: string;
            resolved_at: string | null;
            /** @description In standard deviations; below zero, demand has fallen. */
            score: number;
            severity: number;
            sku_id: string;
            store_id: string;
            store_name: string | null;
        };
        /** DriftAlertList */
        DriftAlertList: {
            data: components["schemas"]["DriftAlert"][];
            page: components["schemas"]["Page"];
        };
        /** EndedSessions */
        EndedSessions: {
            ended: number;
        };
        /** Erasure */
        Erasure: {
            erased_at: string;
            /** @description Stands where the name was. */
            pseudonym: string;
            /** Format: uuid */
            user_id: string;
        };
        /** Error */
        Error: {
            error: {
                /** @description Stable; docs/errors.md has an entry for each. */
                code: string;
                /** @description Also in the header x-correlation-id; it leads to the log entry. */
                correlation_id: string;
                /** @description One entry for each field that is wrong; empty when no field is. */
                details: components["schemas"]["ErrorDetail"][];
                /** @description A sentence for the reader: what, where, how to mend it. */
                message: string;
            };
        };
        /** ErrorDetail */
        ErrorDetail: {
            /** @description The field, parameter or header the detail is about. */
            field?: string;
            message: string;
        } & {
            [key: string]: unknown;
        };
        /** ErrorSummary */
        ErrorSummary: {
            by_code: {
                code: string;
                count: number;
            }[];
            by_hour: {
                count: number;
                hour: string;
            }[];
            by_route: {
                count: number;
                route: string;
            }[];
            /** @description The 500 most frequent combinations. */
            counts: {
                code: string;
                count: number;
                hour: string;
                route: string;
            }[];
            hours: number;
            total: number;
        };
        /** ExpiryRules */
        ExpiryRules: {
            /**
             * @description Between zones without a lane; null forbids it.
             * @default null
             */
            default_lane_other_zone: {
                cost_per_unit: number;
                fixed_cost: number;
                lead_time_days: number;
            } | null;
            /**
             * @description Between stores of one zone without a lane of their own; null forbids it.
             * @default {
             *       "cost_per_unit": 0.08,
             *       "fixed_cost": 6,
             *       "lead_time_days": 1
             *     }
             */
            default_lane_same_zone: {
                cost_per_unit: number;
                fixed_cost: number;
                lead_time_days: number;
            } | null;
            /** @default 10 */
            discount_step_pct: number;
            /**
             * @description What it costs to throw a unit away.
             * @default 0.1
             */
            disposal_cost_per_unit: number;
            /**
             * @description Share of customers who take the freshest unit on the shelf, 0–1.
             * @default 0.2
             */
            freshest_first_percentage: number;
            /**
             * @description Days before the expiry date on which a batch leaves the shelf.
             * @default 0
             */
            handling_margin_days: number;
            /**
             * @description From this score on a batch always gets a proposal.
             * @default 70
             */
            high_risk_score: number;
            /** @default 0.05 */
            liquidation_handling_per_unit: number;
            /**
             * @description What a liquidator pays, as a share of the unit cost, 0–1.
             * @default 0.15
             */
            liquidation_recovery_percentage: number;
            /** @default true */
            markdown_allowed: boolean;
            /**
             * @description Share of the extra customers of a price cut who come when only one batch carries it, 0–1. Elasticity is measured on promotions, which are advertised.
             * @default 0.5
             */
            markdown_noticed_percentage: number;
            /** @default 70 */
            max_discount_pct: number;
            /** @default 2 */
            max_transfers_per_batch: number;
            /**
             * @description Batches whose expected loss at cost is below this get no proposal.
             * @default 5
             */
            min_at_risk_value: number;
            /** @default 10 */
            min_discount_pct: number;
            /**
             * @description A marked-down price stays at or above this share of the unit cost, 0–1.
             * @default 0.3
             */
            min_price_share_of_cost_percentage: number;
            /**
             * @description A proposal saves at least this much.
             * @default 2
             */
            min_savings: number;
            /**
             * @description Batches below this score get no proposal.
             * @default 30
             */
            propose_from_score: number;
            /**
             * @description A store that received the item within so many days will buy what it lacks.
             * @default 28
             */
            replenished_within_days: number;
            /** @default true */
            transfer_allowed: boolean;
        };
        /** ExpiryRulesChange */
        ExpiryRulesChange: {
            /**
             * @description Between zones without a lane; null forbids it.
             * @default null
             */
            default_lane_other_zone?: {
                cost_per_unit: number;
                fixed_cost: number;
                lead_time_days: number;
            } | null;
            /**
             * @description Between stores of one zone without a lane of their own; null forbids it.
             * @default {
             *       "cost_per_unit": 0.08,
             *       "fixed_cost": 6,
             *       "lead_time_days": 1
             *     }
             */
            default_lane_same_zone?: {
                cost_per_unit: number;
                fixed_cost: number;
                lead_time_days: number;
            } | null;
            /** @default 10 */
            discount_step_pct?: number;
            /**
             * @description What it costs to throw a unit away.
             * @default 0.1
             */
            disposal_cost_per_unit?: number;
            /**
             * @description Share of customers who take the freshest unit on the shelf, 0–1.
             * @default 0.2
             */
            freshest_first_percentage?: number;
            /**
             * @description Days before the expiry date on which a batch leaves the shelf.
             * @default 0
             */
            handling_margin_days?: number;
            /**
             * @description From this score on a batch always gets a proposal.
             * @default 70
             */
            high_risk_score?: number;
            /** @default 0.05 */
            liquidation_handling_per_unit?: number;
            /**
             * @description What a liquidator pays, as a share of the unit cost, 0–1.
             * @default 0.15
             */
            liquidation_recovery_percentage?: number;
            /** @default true */
            markdown_allowed?: boolean;
            /**
             * @description Share of the extra customers of a price cut who come when only one batch carries it, 0–1. Elasticity is measured on promotions, which are advertised.
             * @default 0.5
             */
            markdown_noticed_percentage?: number;
            /** @default 70 */
            max_discount_pct?: number;
            /** @default 2 */
            max_transfers_per_batch?: number;
            /**
             * @description Batches whose expected loss at cost is below this get no proposal.
             * @default 5
             */
            min_at_risk_value?: number;
            /** @default 10 */
            min_discount_pct?: number;
            /**
             * @description A marked-down price stays at or above this share of the unit cost, 0–1.
             * @default 0.3
             */
            min_price_share_of_cost_percentage?: number;
            /**
             * @description A proposal saves at least this much.
             * @default 2
             */
            min_savings?: number;
            /**
             * @description Batches below this score get no proposal.
             * @default 30
             */
            propose_from_score?: number;
            /**
             * @description A store that received the item within so many days will buy what it lacks.
             * @default 28
             */
            replenished_within_days?: number;
            /** @default true */
            transfer_allowed?: boolean;
            /** @description `version` of the rules as you saw them; If-Match says the same. */
            version?: number;
        };
        /** ExpiryRuleSet */
        ExpiryRuleSet: {
            rules: components["schemas"]["ExpiryRules"];
            version: number;
        };
        /** Features */
        Features: {
            date: string;
            rank_in_store: number | null;
            seasonality_flag: boolean;
            sell_through_pct: number | null;
            share_pct: number | null;
            sku_id: string;
            store_id: string;
            trend_pct: number | null;
            velocity_7d: number;
            velocity_14d: number;
            velocity_30d: number;
            /** @description Coefficient of variation of the last 30 daily sales. */
            volatility: number | null;
        };
        /** FeaturesList */
        FeaturesList: {
            data: components["schemas"]["Features"][];
            page: components["schemas"]["Page"];
        };
        /** Finding */
        Finding: {
            code: string;
            column: string | null;
            hint: string | null;
            message: string;
            /** @description As a spreadsheet numbers it; null for the file as a whole. */
            row: number | null;
            /**
             * @description error: the row was kept out; warning: it was loaded.
             * @enum {string}
             */
            severity: "error" | "warning";
            value: string | null;
        };
        /** ForecastAccuracy */
        ForecastAccuracy: {
            by_horizon: {
                /** @description Forecast minus sales, mean of a period. */
                bias_units: number | null;
                coverage_80_pct: number | null;
                /** @enum {string} */
                frequency: "daily" | "weekly" | "monthly";
                /** @description Weeks ahead, the next one is 1. */
                horizon_week: number;
                known_periods: number;
                /** @enum {string} */
                source: "nightly" | "generated";
                wape_pct: number | null;
            }[];
            by_model: {
                /** @description Forecast minus sales, mean of a period. */
                bias_units: number | null;
                coverage_80_pct: number | null;
                /** @enum {string} */
                frequency: "daily" | "weekly" | "monthly";
                known_periods: number;
                model: string;
                /** @enum {string} */
                source: "nightly" | "generated";
                wape_pct: number | null;
            }[];
            /** @description Last day of sales; null without any. */
            data_until: string | null;
        };
        /** ForecastDay */
        ForecastDay: {
            date: string;
            /** @description Expected units. */
            mean: number;
            p10: number;
            p50: number;
            p90: number;
            sku_id: string;
            store_id: string;
        };
        /** ForecastDayList */
        ForecastDayList: {
            data: components["schemas"]["ForecastDay"][];
            page: components["schemas"]["Page"];
        };
        /** ForecastDetail */
        ForecastDetail: {
            /** @description Forecast minus sales, mean of a period. */
            bias_units: number | null;
            /** @description Periods whose sales lay within p10 and p90. */
            coverage_80_pct: number | null;
            data_until: string;
            forecast_id: string;
            form: string;
            /** @enum {string} */
            frequency: "daily" | "weekly" | "monthly";
            /** @description The last periods before; null where nothing could be sold. */
            history: {
                period_start: string;
                units: number | null;
            }[];
            horizon: number;
            item_name: string | null;
            /** @description Periods whose sales are known by now. */
            known_periods: number;
            made_at: string;
            made_by: string;
            /** @description As asked for. */
            method: string;
            mix: {
                name: string;
                reliability: number;
                weights: number[];
            }[] | null;
            /** @description As used; another where the history did not allow the method. */
            model: string;
            model_version: string;
            notes: string[];
            parameters: {
                [key: string]: number | number[];
            };
            periods: {
                /** @description Units sold; null until the period is over. */
                actual: number | null;
                intervals?: {
                    high: number;
                    level: number;
                    low: number;
                }[];
                /** @description Expected units. */
                mean: number;
                p05: number;
                p10: number;
                p25: number;
                p50: number;
                p75: number;
                p90: number;
                p95: number;
                period_end: string;
                period_start: string;
            }[];
            reason: string;
            request_id: string;
            seed: string;
            sku_id: string;
            /** @description Null for all stores together. */
            store_id: string | null;
            store_name: string | null;
            /** @description Unit of the item. */
            unit: string;
            /** @description Absolute errors over sales; null without sales to compare with. */
            wape_pct: number | null;
        };
        /** ForecastRecord */
        ForecastRecord: {
            /** @description Forecast minus sales, mean of a period. */
            bias_units: number | null;
            /** @description Periods whose sales lay within p10 and p90. */
            coverage_80_pct: number | null;
            data_until: string;
            forecast_id: string;
            form: string;
            /** @enum {string} */
            frequency: "daily" | "weekly" | "monthly";
            horizon: number;
            item_name: string | null;
            /** @description Periods whose sales are known by now. */
            known_periods: number;
            made_at: string;
            made_by: string;
            /** @description As asked for. */
            method: string;
            /** @description As used; another where the history did not allow the method. */
            model: string;
            model_version: string;
            reason: string;
            request_id: string;
            sku_id: string;
            /** @description Null for all stores together. */
            store_id: string | null;
            store_name: string | null;
            /** @description Unit of the item. */
            unit: string;
            /** @description Absolute errors over sales; null without sales to compare with. */
            wape_pct: number | null;
        };
        /** ForecastRecordList */
        ForecastRecordList: {
            data: components["schemas"]["ForecastRecord"][];
            page: components["schemas"]["Page"];
        };
        /** GeneratedForecast */
        GeneratedForecast: {
            data_until: string;
            forecast_id: string;
            form: string;
            /** @enum {string} */
            frequency: "daily" | "weekly" | "monthly";
            horizon: number;
            made_at: string;
            made_by: string;
            /** @description As asked for. */
            method: string;
            /** @description Share of each source, a weight per period. */
            mix?: {
                name: string;
                reliability: number;
                weights: number[];
            }[];
            /** @description As used; another where the history did not allow the method. */
            model: string;
            model_version: string;
            notes: string[];
            periods: {
                intervals?: {
                    high: number;
                    level: number;
                    low: number;
                }[];
                /** @description Expected units. */
                mean: number;
                p05: number;
                p10: number;
                p25: number;
                p50: number;
                p75: number;
                p90: number;
                p95: number;
                period_start: string;
            }[];
            reason: string;
            request_id: string;
            sku_id: string;
            /** @description Null for all stores together. */
            store_id: string | null;
        };
        /** GeneratedForecastList */
        GeneratedForecastList: {
            data: components["schemas"]["GeneratedForecast"][];
            page: components["schemas"]["Page"];
        };
        /** GenerateForecasts */
        GenerateForecasts: {
            /**
             * @description Length of a period. Weeks run from Monday, months are those of the calendar.
             * @default weekly
             * @enum {string}
             */
            frequency?: "daily" | "weekly" | "monthly";
            /** @description Periods ahead. */
            horizon: number;
            /**
             * @description Central intervals besides the usual quantiles, such as 0.99.
             * @default []
             */
            levels?: number[];
            /**
             * @description One of GET /forecasts/models.
             * @default auto
             * @enum {string}
             */
            method?: "auto" | "naive" | "drift" | "mean" | "window" | "seasonal-naive" | "naive2" | "ses" | "holt" | "damped-holt" | "holt-winters" | "ets" | "theta" | "optimised-theta" | "dynamic-theta" | "dynamic-optimised-theta" | "auto-theta" | "arima" | "averaged-arima" | "ces" | "mstl" | "rank-one" | "trend-and-season" | "croston" | "sba" | "sbj" | "tsb" | "adida" | "imapa" | "negative-binomial" | "zero-inflated" | "empirical-counts" | "count-auto" | "regression" | "prophet";
            /**
             * @description One forecast per store instead of one for all stores together.
             * @default false
             */
            per_store?: boolean;
            /**
             * @description The same seed gives the same forecast.
             * @default 1
             */
            seed?: number | string;
            sku_ids: string[];
            /**
             * @description What else is known of the periods ahead. The forecast is then a mixture by reliability; what the reliabilities lack to 1 is that of the sales history, unless a source without values stands for it.
             * @default []
             */
            sources?: {
                name: string;
                /** @description Standard deviation of its error as a share of the value; 0 if left out. */
                relative_error?: number;
                reliability: number;
                /** @description Expected units, one per period. Left out: the forecast from the sales history. */
                values?: number[];
            }[];
            /** @description One forecast for each of these stores. */
            store_ids?: string[];
        };
        GetBlockedAddressesReply: {
            data: components["schemas"]["BlockedAddress"][];
        };
        GetCategoriesReply: {
            data: {
                category: string;
                items: number;
            }[];
        };
        GetDatasetsReply: {
            data: {
                columns: {
                    description: string;
                    example: string;
                    name: string;
                    required: boolean;
                    /** @enum {string} */
                    type: "text" | "date" | "integer" | "quantity" | "money";
                }[];
                description: string;
                file_type: string;
                title: string;
            }[];
        };
        GetForecastsModelsReply: {
            data: {
                /** @enum {string} */
                name: "auto" | "naive" | "drift" | "mean" | "window" | "seasonal-naive" | "naive2" | "ses" | "holt" | "damped-holt" | "holt-winters" | "ets" | "theta" | "optimised-theta" | "dynamic-theta" | "dynamic-optimised-theta" | "auto-theta" | "arima" | "averaged-arima" | "ces" | "mstl" | "rank-one" | "trend-and-season" | "croston" | "sba" | "sbj" | "tsb" | "adida" | "imapa" | "negative-binomial" | "zero-inflated" | "empirical-counts" | "count-auto" | "regression" | "prophet";
                summary: string;
            }[];
        };
        GetPermissionsReply: {
            data: components["schemas"]["Permission"][];
        };
        GetRolesReply: {
            data: components["schemas"]["Role"][];
        };
        /** Health */
        Health: {
            database: {
                /** @enum {string} */
                kind: "embedded" | "server";
                version: string | null;
            };
            /** @description What Granary consists of, and what of it does not work. */
            parts: {
                detail: string | null;
                name: string;
                /**
                 * @description off: not set up here, which is no fault.
                 * @enum {string}
                 */
                status: "ok" | "degraded" | "off";
            }[];
            /** @enum {string} */
            status: "ok" | "degraded";
            uptime_seconds: number;
            version: string;
        };
        /**
         * HumanInputRequired
         * @example {
         *       "action": "approve_manufacturing",
         *       "agent": "inventory",
         *       "data": {
         *         "manufacturing_qty": 9600
         *       },
         *       "options": [
         *         "accept",
         *         "modify"
         *       ],
         *       "timestamp": "2026-11-21T09:00:00Z",
         *       "type": "human_input_required"
         *     }
         */
        HumanInputRequired: {
            action: string;
            /** @enum {string} */
            agent: "orchestrator" | "demand" | "inventory" | "pricing";
            data: {
                [key: string]: unknown;
            };
            options: string[];
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "human_input_required";
        };
        /** Invitation */
        Invitation: {
            approval_limit: number | null;
            created_at: string;
            email: string;
            expires_at: string;
            /** Format: uuid */
            invitation_id: string;
            invited_by_name: string;
            name: string | null;
            role: string;
            /** @enum {string} */
            state: "open" | "accepted" | "withdrawn" | "expired";
            store_ids: string[];
            supplier_ids: string[];
        };
        /** InvitationList */
        InvitationList: {
            data: components["schemas"]["Invitation"][];
            page: components["schemas"]["Page"];
        };
        /** Item */
        Item: {
            category: string;
            /** @enum {string} */
            kind: "product" | "component" | "material";
            mrp: number | null;
            name: string;
            pack_size: number;
            shelf_life_days: number | null;
            sku_id: string;
            unit: string;
            /** @description Counts the changes; send it back with one. */
            version: number;
        };
        /** ItemAtAPlace */
        ItemAtAPlace: {
            actions: components["schemas"]["Action"][];
            batches: {
                /** @description Expected units unsold at the end of life. */
                at_risk_units: number;
                at_risk_units_high: number;
                at_risk_units_low: number;
                /** @description At-risk units times unit cost. */
                at_risk_value: number;
                batch_id: string;
                category: string;
                /** @description Expiry date minus snapshot date, in calendar days. */
                days_to_expiry: number;
                /** @description Units customers are expected to want until the last day of sale. */
                expected_sales_to_expiry: number;
                /** @description The same as at_risk_units. */
                expected_wasted_units: number;
                expiry_date: string;
                file_name: string | null;
                item_name: string;
                on_hand_qty: number;
                /** @description Chance that any unit of the batch is wasted. */
                p_waste: number;
                risk_score: number;
                row_no: number | null;
                rule_version: number;
                scoring_source: string;
                sku_id: string;
                snapshot_date: string;
                store_id: string;
                store_name: string;
                unit_cost: number;
                /** @enum {string} */
                unit_cost_source: "batch" | "latest" | "mrp" | "none";
                upload_id: string | null;
            }[];
            features: components["schemas"]["Features"] | null;
            forecast: {
                data_until: string;
                days: {
                    date: string;
                    mean: number;
                    p10: number;
                    p25: number;
                    p50: number;
                    p75: number;
                    p90: number;
                }[];
                forecast_run_id: string;
                model: string;
                reason: string;
            } | null;
            history: {
                date: string;
                price: number | null;
                promoted: boolean;
                stockout: boolean;
                units: number;
            }[];
            item: {
                category: string;
                mrp: number | null;
                name: string;
                shelf_life_days: number | null;
                sku_id: string;
                unit: string;
            };
            receipts: {
                batch_id: string;
                received_date: string;
                received_qty: number;
                unit_cost: number;
            }[];
            snapshot_date: string | null;
            store: {
                city: string | null;
                name: string;
                store_id: string;
                zone: string | null;
            };
        };
        /** ItemList */
        ItemList: {
            data: components["schemas"]["Item"][];
            page: components["schemas"]["Page"];
        };
        /** MachineToken */
        MachineToken: {
            created_at: string;
            expires_at: string;
            /** @description To the minute. */
            last_used_at: string | null;
            made_by: string;
            name: string;
            permissions: string[];
            /** @description The part of the token that is not secret, to recognize it by. */
            prefix: string;
            revoked_at: string | null;
            /** Format: uuid */
            token_id: string;
            /** Format: uuid */
            user_id: string;
        };
        /** MachineTokenList */
        MachineTokenList: {
            data: components["schemas"]["MachineToken"][];
            page: components["schemas"]["Page"];
        };
        /** MadeInvitation */
        MadeInvitation: {
            approval_limit: number | null;
            created_at: string;
            email: string;
            expires_at: string;
            /** Format: uuid */
            invitation_id: string;
            invited_by_name: string;
            /** @description Told once, and only where no e-mail went out: pass it on yourself. */
            link: string | null;
            name: string | null;
            role: string;
            /** @description Whether it went out by e-mail. */
            sent: boolean;
            /** @enum {string} */
            state: "open" | "accepted" | "withdrawn" | "expired";
            store_ids: string[];
            supplier_ids: string[];
        };
        /**
         * MarkdownDecision
         * @example {
         *       "elasticity_coefficient": 2,
         *       "forecast_id": "0b54a4f6-2f0a-4c58-9a8e-3f1d2c7b6a90",
         *       "reasoning": "Sold through 5 points less than planned by week 6.",
         *       "recommended_markdown_pct": 10,
         *       "sell_through_pct": 55,
         *       "week_number": 6
         *     }
         */
        MarkdownDecision: {
            /** @description Size of the answer of demand to the price. */
            elasticity_coefficient: number;
            /** Format: uuid */
            forecast_id: string;
            /** @description Why, in words; the figures are calculated, not written. */
            reasoning: string;
            recommended_markdown_pct: number;
            sell_through_pct: number;
            week_number: number;
        };
        /** Me */
        Me: {
            /** @description Largest stock at cost one may approve; null is no limit. */
            approval_limit: number | null;
            data: {
                sales_until: string | null;
                /** @description Newest stock snapshot; everything is planned from it. */
                snapshot_date: string | null;
                stores_missing: {
                    last_date: string | null;
                    name: string;
                    store_id: string;
                }[];
            };
            email: string | null;
            has_password: boolean;
            name: string;
            organization: {
                currency: string;
                is_demo: boolean;
                locale: string;
                name: string;
                /** Format: uuid */
                org_id: string;
                time_zone: string;
            };
            permissions: string[];
            /** @description The code of the role. */
            role: string;
            /** @description Locations one sees; null is all. */
            store_ids: string[] | null;
            /** @description Suppliers one sees; null is all. */
            supplier_ids: string[] | null;
            /** Format: uuid */
            user_id: string;
            /** @description Role or person of the header x-granary-view-as. */
            viewing_as: string | null;
        };
        /** NewInvitation */
        NewInvitation: {
            /**
             * @description Null: the limit of the role.
             * @default null
             */
            approval_limit?: number | null;
            /** Format: email */
            email: string;
            name?: string;
            /** @description Code of a role. */
            role: string;
            /**
             * @description The locations of somebody whose role is limited to locations; empty for others.
             * @default []
             */
            store_ids?: string[];
            /**
             * @description The suppliers of somebody whose role is limited to suppliers; empty for others.
             * @default []
             */
            supplier_ids?: string[];
        };
        /** NewMachineToken */
        NewMachineToken: {
            created_at: string;
            expires_at: string;
            /** @description To the minute. */
            last_used_at: string | null;
            made_by: string;
            name: string;
            permissions: string[];
            /** @description The part of the token that is not secret, to recognize it by. */
            prefix: string;
            revoked_at: string | null;
            /** @description Shown this once. */
            token: string;
            /** Format: uuid */
            token_id: string;
            /** Format: uuid */
            user_id: string;
        };
        /** Notice */
        Notice: {
            acknowledged_at: string | null;
            acknowledged_by: string | null;
            /** @description Of the last time: it leads to the log entry. */
            correlation_id: string | null;
            /** @description How often it has happened since the notice was opened. */
            count: number;
            first_at: string;
            /** @enum {string} */
            kind: "fault" | "run" | "database" | "outside" | "security";
            last_at: string;
            message: string;
            /** Format: uuid */
            notice_id: string;
        };
        /** NoticeList */
        NoticeList: {
            data: components["schemas"]["Notice"][];
            page: components["schemas"]["Page"];
        };
        /** Organization */
        Organization: {
            currency: string;
            is_demo: boolean;
            locale: string;
            name: string;
            /** Format: uuid */
            org_id: string;
            time_zone: string;
            version: number;
        };
        /** Outcome */
        Outcome: {
            cleared_units: number;
            measured_at: string;
            notes: string | null;
            outcome_id: number;
            recovered_value: number;
        };
        /** Page */
        Page: {
            /** @description Send it as `cursor` for the next page; null on the last one. */
            next_cursor: string | null;
            /** @description Rows of the whole filtered list. */
            total: number;
        };
        /**
         * ParameterExtraction
         * @example {
         *       "confidence": "high",
         *       "defaulted_fields": [],
         *       "parameters": {
         *         "dc_holdback_percentage": 0,
         *         "forecast_horizon_weeks": 12,
         *         "markdown_checkpoint_week": 6,
         *         "replenishment_strategy": "none",
         *         "season_start_date": "2027-03-01"
         *       },
         *       "reasoning": "All five are named in the text.",
         *       "source": "rules"
         *     }
         */
        ParameterExtraction: {
            /** @enum {string} */
            confidence: "high" | "medium" | "low";
            /** @description What the text did not say, so that the default stands. */
            defaulted_fields: ("forecast_horizon_weeks" | "season_start_date" | "replenishment_strategy" | "dc_holdback_percentage" | "markdown_checkpoint_week")[];
            parameters: components["schemas"]["SeasonParameters"];
            /** @description Why, in words; the figures are calculated, not written. */
            reasoning: string;
            /** @enum {string} */
            source: "model" | "rules";
        };
        /**
         * ParameterExtractionRequest
         * @example {
         *       "user_input": "Twelve weeks from the first of March, everything to the stores, markdown in week six."
         *     }
         */
        ParameterExtractionRequest: {
            user_input: string;
        };
        /** PasswordResetAsked */
        PasswordResetAsked: {
            message: string;
        };
        /** PasswordResetLink */
        PasswordResetLink: {
            /** @description Opens once, within 30 minutes; hand it over in person. */
            link: string;
        };
        PatchItemsRequest: {
            /** @description 1 to 1000; each is done or fails by itself. */
            items: {
                category?: string;
                /** @enum {string} */
                kind?: "product" | "component" | "material";
                /** @description Usual selling price of a unit. */
                mrp?: number | null;
                /** @description What is left out stays; a new item is named by its code. */
                name?: string;
                /** @description Units in one ordered pack. */
                pack_size?: number;
                shelf_life_days?: number | null;
                sku_id: string;
                unit?: string;
                /** @description As you saw it; without it, it is added, or changed whatever it is by now. */
                version?: number;
            }[];
        };
        PatchItemsSkuIdRequest: {
            category?: string;
            /** @enum {string} */
            kind?: "product" | "component" | "material";
            /** @description Usual selling price of a unit. */
            mrp?: number | null;
            /** @description What is left out stays; a new item is named by its code. */
            name?: string;
            /** @description Units in one ordered pack. */
            pack_size?: number;
            shelf_life_days?: number | null;
            unit?: string;
            /** @description As you saw it; without it, it is added, or changed whatever it is by now. */
            version?: number;
        };
        PatchOrganizationRequest: {
            /** @description Can change while there are no sales, stock, purchases or actions: money is not converted. */
            currency?: string;
            locale?: string;
            name?: string;
            /** @description Of calendar days and of the nightly run. */
            time_zone?: string;
            version: number;
        };
        PatchStoresRequest: {
            /** @description 1 to 1000; each is done or fails by itself. */
            items: {
                capacity_units?: number | null;
                city?: string | null;
                /** @enum {string} */
                kind?: "store" | "dc" | "plant";
                /** @description What is left out stays; a new store is named by its code. */
                name?: string;
                store_id: string;
                /** @description As you saw it; without it, it is added, or changed whatever it is by now. */
                version?: number;
                zone?: string | null;
            }[];
        };
        PatchStoresStoreIdRequest: {
            capacity_units?: number | null;
            city?: string | null;
            /** @enum {string} */
            kind?: "store" | "dc" | "plant";
            /** @description What is left out stays; a new store is named by its code. */
            name?: string;
            /** @description As you saw it; without it, it is added, or changed whatever it is by now. */
            version?: number;
            zone?: string | null;
        };
        PatchUsersRequest: {
            /** @description 1 to 1000; each is done or fails by itself. */
            items: {
                approval_limit?: number | null;
                /** Format: email */
                email?: string;
                name?: string;
                /** @description Code of a role. */
                role?: string;
                /** @description The locations of somebody whose role is limited to locations; empty for others. */
                store_ids?: string[];
                /** @description The suppliers of somebody whose role is limited to suppliers; empty for others. */
                supplier_ids?: string[];
                /** Format: uuid */
                user_id: string;
                version: number;
            }[];
        };
        PatchUsersUserIdRequest: {
            approval_limit?: number | null;
            /** Format: email */
            email?: string;
            name?: string;
            /** @description Code of a role. */
            role?: string;
            /** @description The locations of somebody whose role is limited to locations; empty for others. */
            store_ids?: string[];
            /** @description The suppliers of somebody whose role is limited to suppliers; empty for others. */
            supplier_ids?: string[];
            version: number;
        };
        /** Permission */
        Permission: {
            built_in_roles: string[];
            /** @description A role limited to locations can hold it. */
            for_locations: boolean;
            /** @description A role limited to suppliers can hold it. */
            for_suppliers: boolean;
            /** @description No role but that of owners can hold it. */
            is_owners_alone: boolean;
            permission: string;
            /** @description Method and address of each route that asks for it. */
            routes: string[];
            sentence: string;
        };
        /** Person */
        Person: {
            /** @description Their own; null is the limit of the role. */
            approval_limit: number | null;
            created_at: string;
            /** @description What holds; null is no limit. */
            effective_approval_limit: number | null;
            email: string | null;
            has_password: boolean;
            has_second_factor: boolean;
            is_active: boolean;
            /** @description To the minute, in a browser or program; null for never, or longer ago than ended sessions are kept. */
            last_seen_at: string | null;
            name: string;
            role: string;
            role_name: string;
            /** @description After failed attempts somebody, perhaps a stranger, has to wait until then at password or second factor; null: nobody does. */
            sign_in_delayed_until: string | null;
            store_ids: string[];
            supplier_ids: string[];
            /** Format: uuid */
            user_id: string;
            version: number;
        };
        /** PersonalData */
        PersonalData: {
            exported_at: string;
            held: {
                /** @description For how long. */
                kept: string;
                /** @description Why it is held. */
                purpose: string;
                rows: {
                    [key: string]: unknown;
                }[];
                table: string;
            }[];
            /** Format: uuid */
            user_id: string;
        };
        /** PersonList */
        PersonList: {
            data: components["schemas"]["Person"][];
            page: components["schemas"]["Page"];
        };
        PostActionsActionIdApproveRequest: {
            note?: string;
            /** @description `version` of the action as you saw it. */
            version: number;
        };
        PostActionsActionIdCompleteRequest: {
            /** @description Units that left the shelf, at most `qty`. */
            cleared_units: number;
            notes?: string;
            /** @description Money the units brought in, at most two decimals are kept. */
            recovered_value: number;
            /** @description `version` of the action as you saw it. */
            version: number;
        };
        PostActionsActionIdRejectRequest: {
            reason: string;
            /** @description `version` of the action as you saw it. */
            version: number;
        };
        PostActionsApproveRequest: {
            /** @description 1 to 1000; each is done or fails by itself. */
            items: {
                action_id: number;
                note?: string;
                /** @description `version` of the action as you saw it. */
                version: number;
            }[];
        };
        PostActionsCompleteRequest: {
            /** @description 1 to 1000; each is done or fails by itself. */
            items: {
                action_id: number;
                /** @description Units that left the shelf, at most `qty`. */
                cleared_units: number;
                notes?: string;
                /** @description Money the units brought in, at most two decimals are kept. */
                recovered_value: number;
                /** @description `version` of the action as you saw it. */
                version: number;
            }[];
        };
        PostActionsRejectRequest: {
            /** @description 1 to 1000; each is done or fails by itself. */
            items: {
                action_id: number;
                reason: string;
                /** @description `version` of the action as you saw it. */
                version: number;
            }[];
        };
        PostAuthInvitationRequest: {
            name: string;
            /** @description At least 8 characters with an upper-case and a lower-case letter, a digit and a symbol; at most 72 bytes. */
            password: string;
            token: string;
        };
        PostAuthLinkRequest: {
            token: string;
        };
        PostAuthLoginRequest: {
            /** Format: email */
            email: string;
            /**
             * @description Default: cookie for a browser that sends `x-granary-client: web`, else token.
             * @enum {string}
             */
            mode?: "token" | "cookie";
            password: string;
        };
        PostAuthPasswordResetConfirmRequest: {
            /** @description At least 8 characters with an upper-case and a lower-case letter, a digit and a symbol; at most 72 bytes. */
            new_password: string;
            token: string;
        };
        PostAuthPasswordResetRequest: {
            /** Format: email */
            email: string;
        };
        PostAuthRefreshRequest: {
            /** @description Without one, the session of the cookie is kept for another 7 days, up to the longest a session lasts: 204. */
            refresh_token?: string;
        };
        PostAuthSecondFactorEnrolmentConfirmRequest: {
            /** @description Six digits; each works once. */
            code: string;
            /** @description Yours; it may be left out by who has none yet. */
            password?: string;
        };
        PostAuthSecondFactorRecoveryCodesRequest: {
            password: string;
        };
        PostAuthSecondFactorRequest: {
            challenge_token: string;
            /** @description Six digits; each works once. */
            code?: string;
            recovery_code?: string;
        };
        PostInvitationsBatchRequest: {
            /** @description 1 to 100; each is done or fails by itself. */
            items: components["schemas"]["NewInvitation"][];
        };
        PostRolesRequest: {
            /**
             * @description For people without a limit of their own; null is none.
             * @default null
             */
            approval_limit?: number | null;
            /**
             * @description People with this role see and change the locations given to them.
             * @default false
             */
            is_limited_to_locations?: boolean;
            /**
             * @description People with this role see what came from the suppliers given to them.
             * @default false
             */
            is_limited_to_suppliers?: boolean;
            name: string;
            permissions: string[];
            /** @description Made from the name when it is left out. */
            role_id?: string;
        };
        PostRunsRequest: {
            /** @enum {string} */
            kind: "nightly";
        };
        PostTokensRequest: {
            expires_in_days: number;
            name: string;
            /** @description Some of your own; what you lose later, the token loses too. */
            permissions: string[];
        };
        PostUsersDeactivateRequest: {
            /** @description 1 to 1000; each is done or fails by itself. */
            items: {
                /** Format: uuid */
                user_id: string;
                /** @description As you saw it; without it, whatever it is by now. */
                version?: number;
            }[];
        };
        PostUsersReactivateRequest: {
            /** @description 1 to 1000; each is done or fails by itself. */
            items: {
                /** Format: uuid */
                user_id: string;
                /** @description As you saw it; without it, whatever it is by now. */
                version?: number;
            }[];
        };
        PostUsersRequest: {
            /**
             * @description Null: the limit of the role.
             * @default null
             */
            approval_limit?: number | null;
            /** Format: email */
            email: string;
            name: string;
            /** @description The first one; they change it after signing in. An invitation needs none. */
            password?: string;
            /** @description In place of the password, for somebody who comes from another system: its bcrypt hash (cost 10 to 13), replaced at their next sign-in. Needs identity.owners. */
            password_hash?: string;
            /** @description Code of a role. */
            role: string;
            /**
             * @description The locations of somebody whose role is limited to locations; empty for others.
             * @default []
             */
            store_ids?: string[];
            /**
             * @description The suppliers of somebody whose role is limited to suppliers; empty for others.
             * @default []
             */
            supplier_ids?: string[];
        };
        /** Proof */
        Proof: {
            alternatives: {
                /** @enum {string} */
                action_type: "TRANSFER" | "MARKDOWN" | "LIQUIDATE";
                /** @description The further steps, when the alternative has several. */
                also?: {
                    /** @enum {string} */
                    action_type: "TRANSFER" | "MARKDOWN" | "LIQUIDATE";
                    discount_pct: number | null;
                    qty: number;
                    to_store: string | null;
                    to_store_name: string | null;
                }[];
                discount_pct: number | null;
                expected_savings: number | null;
                qty: number;
                rejected_because: string | null;
                to_store: string | null;
                to_store_name: string | null;
            }[];
            batches: {
                batch_id: string;
                expiry_date: string;
                file_name: string | null;
                row_no: number | null;
                sellable_days: number;
                units: number;
                upload_id: string | null;
            }[];
            chart: {
                dates: string[];
                demand: {
                    mean: number[];
                    p10: number[];
                    p50: number[];
                    p90: number[];
                };
                expiry_date: string;
                stock_with: {
                    p10: number[];
                    p50: number[];
                    p90: number[];
                };
                stock_without: {
                    p10: number[];
                    p50: number[];
                    p90: number[];
                };
            };
            destination?: {
                lane: {
                    cost_per_unit: number;
                    fixed_cost: number;
                    lead_time_days: number;
                };
                mean_per_day: number;
                name: string;
                store_id: string;
            };
            do_nothing: {
                net_value: number;
                unsold: {
                    high: number;
                    low: number;
                    mean: number;
                };
            };
            forecast: {
                data_until: string | null;
                forecast_run_id: string | null;
                mean_per_day: number;
                model: string;
                parameters: {
                    [key: string]: unknown;
                };
                reason: string;
            };
            /** @constant */
            format: 1;
            made_at: string;
            paths: number;
            price: {
                elasticity: {
                    high: number;
                    low: number;
                    price_changes: number;
                    source: string;
                    value: number;
                } | null;
                price: number;
                unit_cost: number;
                /** @enum {string} */
                unit_cost_source: "batch" | "latest" | "mrp" | "none";
            };
            rule_version: number;
            savings: {
                chance_of_gain: number;
                high: number;
                low: number;
                mean: number;
            };
            seed: number | string;
            snapshot_date: string;
            /** @description They add up to savings.mean. */
            terms: {
                amount: number;
                /** @description The term in words. */
                label: string;
                /** @description Stable name of the term. */
                name: string;
                /** @description Units behind the amount: amount = quantity × rate. */
                quantity?: number;
                rate?: number;
                /** @description Where it arises; null or absent: at the batch. */
                store_id?: string | null;
            }[];
            with_action: {
                net_value: number;
                unsold: {
                    high: number;
                    low: number;
                    mean: number;
                };
            };
        };
        PutAuthAccountRequest: {
            /** @description Needed once you have a password. */
            current_password?: string;
            /** Format: email */
            email: string;
            name: string;
            /** @description Without one the password stays; the first one is needed. */
            password?: string;
        };
        PutAuthPasswordRequest: {
            current_password: string;
            /** @description At least 8 characters with an upper-case and a lower-case letter, a digit and a symbol; at most 72 bytes. */
            new_password: string;
        };
        PutRolesRoleIdRequest: {
            /**
             * @description For people without a limit of their own; null is none.
             * @default null
             */
            approval_limit?: number | null;
            /**
             * @description People with this role see and change the locations given to them.
             * @default false
             */
            is_limited_to_locations?: boolean;
            /**
             * @description People with this role see what came from the suppliers given to them.
             * @default false
             */
            is_limited_to_suppliers?: boolean;
            name: string;
            permissions: string[];
            version: number;
        };
        /** Receipt */
        Receipt: {
            batch_id: string;
            item_name: string | null;
            purchase_id: number;
            received_date: string;
            received_qty: number;
            sku_id: string;
            store_id: string;
            /** @description Null where the file did not say. */
            supplier_id: string | null;
            unit_cost: number;
        };
        /** ReceiptList */
        ReceiptList: {
            data: components["schemas"]["Receipt"][];
            page: components["schemas"]["Page"];
        };
        /** RecoveryCodes */
        RecoveryCodes: {
            /** @description Shown once; each works once. */
            recovery_codes: string[];
        };
        /** RiskSummary */
        RiskSummary: {
            by_category: {
                at_risk_units: number;
                at_risk_value: number;
                batches: number;
                category: string;
                /** @description Batches at or above the high-risk score of the rules. */
                high_risk: number;
            }[];
            by_store: {
                at_risk_units: number;
                at_risk_value: number;
                batches: number;
                /** @description Batches at or above the high-risk score of the rules. */
                high_risk: number;
                store_id: string;
                store_name: string;
            }[];
            snapshot_date: string | null;
            total: {
                at_risk_units: number;
                at_risk_value: number;
                batches: number;
                /** @description Batches at or above the high-risk score of the rules. */
                high_risk: number;
            };
        };
        /** Role */
        Role: {
            approval_limit: number | null;
            /** @description What a built-in role is for. */
            description: string | null;
            /** @description Of a built-in role only the approval limit can be changed. */
            is_built_in: boolean;
            is_limited_to_locations: boolean;
            is_limited_to_suppliers: boolean;
            name: string;
            /** @description People with this role, deactivated ones included. */
            people: number;
            permissions: string[];
            role_id: string;
            version: number;
        };
        /** Run */
        Run: {
            counts: {
                [key: string]: number | string;
            };
            created_at: string;
            error: {
                code: string;
                details: unknown[];
                message: string;
            } | null;
            finished_at: string | null;
            kind: string;
            message: string | null;
            progress_pct: number;
            /** Format: uuid */
            run_id: string;
            started_at: string | null;
            /** @enum {string} */
            state: "queued" | "running" | "completed" | "failed" | "cancelled";
            step: string | null;
        };
        /** RunList */
        RunList: {
            data: components["schemas"]["Run"][];
            page: components["schemas"]["Page"];
        };
        /** Savings */
        Savings: {
            by_type: {
                /** @enum {string} */
                action_type: "TRANSFER" | "MARKDOWN" | "LIQUIDATE";
                /** @description Actions with an outcome. */
                actions: number;
                /** @description What the same actions were expected to save. */
                expected_savings: number;
                recovered_value: number;
            }[];
            from: string;
            /** @enum {string} */
            granularity: "day" | "week" | "month";
            series: {
                /** @description Actions with an outcome. */
                actions: number;
                /** @description What the same actions were expected to save. */
                expected_savings: number;
                period_start: string;
                recovered_value: number;
            }[];
            to: string;
            total: {
                /** @description Actions with an outcome. */
                actions: number;
                /** @description What the same actions were expected to save. */
                expected_savings: number;
                recovered_value: number;
            };
        };
        /**
         * SeasonCategory
         * @example {
         *       "category_id": "womens-dresses",
         *       "category_name": "Women’s dresses",
         *       "row_count": 5200
         *     }
         */
        SeasonCategory: {
            category_id: string;
            category_name: string;
            row_count: number;
        };
        /**
         * SeasonForecast
         * @example {
         *       "arima_forecast": 7900,
         *       "category_name": "Women’s dresses",
         *       "cluster_distribution": [
         *         {
         *           "allocation_percentage": 0.4,
         *           "cluster_id": "fashion_forward",
         *           "cluster_name": "Fashion forward",
         *           "total_units": 3200
         *         },
         *         {
         *           "allocation_percentage": 0.6,
         *           "cluster_id": "mainstream",
         *           "cluster_name": "Mainstream",
         *           "total_units": 4800
         *         }
         *       ],
         *       "created_at": "2026-11-21T09:00:00Z",
         *       "forecast_id": "0b54a4f6-2f0a-4c58-9a8e-3f1d2c7b6a90",
         *       "forecasting_method": "auto",
         *       "prophet_forecast": 8100,
         *       "season": "Spring 2027",
         *       "total_season_demand": 8000,
         *       "weekly_demand_curve": [
         *         {
         *           "demand_units": 5000,
         *           "week_number": 1
         *         },
         *         {
         *           "demand_units": 3000,
         *           "week_number": 2
         *         }
         *       ]
         *     }
         */
        SeasonForecast: {
            /** @description Units of the season by ARIMA alone; null where it was not used. */
            arima_forecast: number | null;
            category_name: string;
            /** @description Sums to total_season_demand. */
            cluster_distribution: components["schemas"]["ClusterDistribution"][];
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            forecast_id: string;
            forecasting_method: string;
            /** @description Units of the season by Prophet alone; null where it was not used. */
            prophet_forecast: number | null;
            season: string;
            total_season_demand: number;
            /** @description Sums to total_season_demand. */
            weekly_demand_curve: components["schemas"]["WeeklyDemand"][];
        };
        /**
         * SeasonParameters
         * @example {
         *       "dc_holdback_percentage": 0,
         *       "forecast_horizon_weeks": 12,
         *       "markdown_checkpoint_week": 6,
         *       "replenishment_strategy": "none",
         *       "season_start_date": "2027-03-01"
         *     }
         */
        SeasonParameters: {
            /**
             * @description Share of the buy that the distribution centre keeps at first.
             * @default 0.45
             */
            dc_holdback_percentage: number;
            /** @default 12 */
            forecast_horizon_weeks: number;
            /**
             * @description Week in which sell-through decides on a markdown; null leaves markdowns out.
             * @default null
             */
            markdown_checkpoint_week: number | null;
            /**
             * @default weekly
             * @enum {string}
             */
            replenishment_strategy: "none" | "weekly" | "bi-weekly";
            /**
             * Format: date
             * @description Default: the next Monday.
             */
            season_start_date?: string;
        };
        /**
         * SeasonParameters
         * @example {
         *       "dc_holdback_percentage": 0,
         *       "forecast_horizon_weeks": 12,
         *       "markdown_checkpoint_week": 6,
         *       "replenishment_strategy": "none",
         *       "season_start_date": "2027-03-01"
         *     }
         */
        SeasonParametersInput: {
            /**
             * @description Share of the buy that the distribution centre keeps at first.
             * @default 0.45
             */
            dc_holdback_percentage?: number;
            /** @default 12 */
            forecast_horizon_weeks?: number;
            /**
             * @description Week in which sell-through decides on a markdown; null leaves markdowns out.
             * @default null
             */
            markdown_checkpoint_week?: number | null;
            /**
             * @default weekly
             * @enum {string}
             */
            replenishment_strategy?: "none" | "weekly" | "bi-weekly";
            /**
             * Format: date
             * @description Default: the next Monday.
             */
            season_start_date?: string;
        };
        /**
         * SeasonStore
         * @example {
         *       "cluster_id": "fashion_forward",
         *       "location_tier": "A",
         *       "median_income": 52000,
         *       "store_id": "S01",
         *       "store_name": "Berlin Mitte",
         *       "store_size_sqft": 12500
         *     }
         */
        SeasonStore: {
            cluster_id: string;
            /** @enum {string} */
            location_tier: "A" | "B" | "C";
            /** @description Per year, in the currency of the organization. */
            median_income: number;
            store_id: string;
            store_name: string;
            store_size_sqft: number;
        };
        /** SecondFactor */
        SecondFactor: {
            is_on: boolean;
            recovery_codes_left: number;
        };
        /** SecondFactorChallenge */
        SecondFactorChallenge: {
            /** @description Sent with the code to POST /auth/second-factor, within 5 minutes. */
            challenge_token: string;
            methods: ("totp" | "recovery_code")[];
        };
        /** SecondFactorEnrolment */
        SecondFactorEnrolment: {
            otpauth_uri: string;
            /** @description The address as a picture for the phone to read. */
            qr_svg: string;
            /** @description Base 32, for typing it in. */
            secret: string;
        };
        /** SecurityEvent */
        SecurityEvent: {
            /** @description Who did it, where that is somebody else. */
            actor_id: string | null;
            /** @description Network address of the request. */
            address: string | null;
            at: string;
            correlation_id: string | null;
            detail: {
                [key: string]: unknown;
            };
            event_id: number;
            kind: string;
            session_id: string | null;
            user_agent: string | null;
            /** @description Whom it concerns. */
            user_id: string | null;
            user_name: string | null;
        };
        /** SecurityEventList */
        SecurityEventList: {
            data: components["schemas"]["SecurityEvent"][];
            page: components["schemas"]["Page"];
        };
        /** Session */
        Session: {
            address: string | null;
            created_at: string;
            /** @description Its end, unless it is renewed. */
            expires_at: string;
            /** @description The one this request was sent with. */
            is_current: boolean;
            /** @enum {string} */
            kind: "browser" | "program" | "terminal";
            /** @description To the minute. */
            last_seen_at: string;
            /** Format: uuid */
            session_id: string;
            user_agent: string | null;
        };
        /** SessionList */
        SessionList: {
            data: components["schemas"]["Session"][];
            page: components["schemas"]["Page"];
        };
        /** SignInLink */
        SignInLink: {
            /** @description Opens once, within 24 hours. */
            link: string;
        };
        /** Store */
        Store: {
            capacity_units: number | null;
            city: string | null;
            /** @enum {string} */
            kind: "store" | "dc" | "plant";
            name: string;
            store_id: string;
            /** @description Counts the changes; send it back with one. */
            version: number;
            zone: string | null;
        };
        /**
         * StoreAllocation
         * @example {
         *       "cluster_id": "fashion_forward",
         *       "initial_allocation": 5280,
         *       "season_total": 9600,
         *       "store_id": "S01"
         *     }
         */
        StoreAllocation: {
            cluster_id: string;
            initial_allocation: number;
            /** @description With what the distribution centre keeps for it. */
            season_total: number;
            store_id: string;
        };
        /**
         * StoreCluster
         * @example {
         *       "cluster_id": "fashion_forward",
         *       "cluster_name": "Fashion forward",
         *       "fashion_tier": "premium",
         *       "store_count": 2,
         *       "stores": [
         *         "S01",
         *         "S02"
         *       ]
         *     }
         */
        StoreCluster: {
            cluster_id: string;
            cluster_name: string;
            /** @enum {string} */
            fashion_tier: "premium" | "mainstream" | "value";
            store_count: number;
            /** @description Codes of its stores. */
            stores: string[];
        };
        /** StoreList */
        StoreList: {
            data: components["schemas"]["Store"][];
            page: components["schemas"]["Page"];
        };
        /** Tokens */
        Tokens: {
            /** @description Sent as `Authorization: Bearer …`. */
            access_token: string;
            /**
             * @description Seconds until the access token expires.
             * @constant
             */
            expires_in: 3600;
            /** @description Works once, within 7 days; see POST /auth/refresh. */
            refresh_token: string;
            /** @constant */
            token_type: "Bearer";
        };
        /** Upload */
        Upload: {
            /** @description SHA-256 of the file. */
            checksum: string | null;
            completed_at: string | null;
            error: {
                code: string;
                details: ({
                    field?: string;
                    message: string;
                } & {
                    [key: string]: unknown;
                })[];
                message: string;
            } | null;
            file_format: ("csv" | "xlsx") | null;
            file_name: string;
            file_type: string;
            /** @description What else there is to know: nothing changed, or why it was refused. */
            message: string | null;
            /** @description An earlier upload of the same bytes and kind. */
            repeats_upload_id: string | null;
            rows_changed: number;
            rows_new: number;
            /** @description Rows that were loaded or were there already. */
            rows_processed: number;
            /** @description Rows kept out, each with at least one finding. */
            rows_rejected: number;
            /** @description Rows below the header that are not blank. */
            rows_total: number;
            rows_unchanged: number;
            size_bytes: number;
            /** @enum {string} */
            status: "received" | "processing" | "completed" | "rejected" | "failed";
            /** Format: uuid */
            upload_id: string;
            uploaded_at: string;
            uploaded_by: string | null;
            uploaded_by_name: string | null;
            /** @description After an upload its first 100 findings; in the list one for each cause, with its first row. */
            warnings: components["schemas"]["Finding"][];
        };
        /** UploadAccepted */
        UploadAccepted: {
            /** Format: uuid */
            run_id: string;
            /** @enum {string} */
            status: "received" | "processing" | "completed" | "rejected" | "failed";
            status_url: string;
            /** Format: uuid */
            upload_id: string;
        };
        /** UploadList */
        UploadList: {
            data: components["schemas"]["Upload"][];
            page: components["schemas"]["Page"];
        };
        /** UploadStatus */
        UploadStatus: {
            error: {
                code: string;
                details: ({
                    field?: string;
                    message: string;
                } & {
                    [key: string]: unknown;
                })[];
                message: string;
            } | null;
            progress_pct: number;
            rows_changed: number;
            rows_new: number;
            /** @description Rows that were loaded or were there already. */
            rows_processed: number;
            /** @description Rows read so far. */
            rows_read: number;
            /** @description Rows kept out, each with at least one finding. */
            rows_rejected: number;
            /** @description Rows below the header that are not blank. */
            rows_total: number;
            rows_unchanged: number;
            run_id: string | null;
            /** @enum {string} */
            status: "received" | "processing" | "completed" | "rejected" | "failed";
            step: string | null;
            /** Format: uuid */
            upload_id: string;
        };
        /**
         * WeeklyDemand
         * @example {
         *       "demand_units": 5000,
         *       "week_number": 1
         *     }
         */
        WeeklyDemand: {
            demand_units: number;
            week_number: number;
        };
        /**
         * WorkflowComplete
         * @example {
         *       "duration_seconds": 58,
         *       "result": {
         *         "forecast_id": "0b54a4f6-2f0a-4c58-9a8e-3f1d2c7b6a90"
         *       },
         *       "timestamp": "2026-11-21T09:00:00Z",
         *       "type": "workflow_complete",
         *       "workflow_id": "6d3c5a52-1d0a-4c0c-8a53-0f5f7c1d2e3b"
         *     }
         */
        WorkflowComplete: {
            duration_seconds: number;
            /** @description What came of it; its form depends on the agent. */
            result: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "workflow_complete";
            /** Format: uuid */
            workflow_id: string;
        };
        /**
         * WorkflowError
         * @example {
         *       "agent": "demand",
         *       "error_message": "Women’s dresses has no sales to forecast from. Load historical sales first.",
         *       "timestamp": "2026-11-21T09:00:00Z",
         *       "type": "error"
         *     }
         */
        WorkflowError: {
            /** @enum {string} */
            agent: "orchestrator" | "demand" | "inventory" | "pricing";
            error_message: string;
            /** Format: date-time */
            timestamp: string;
            /** @constant */
            type: "error";
        };
        /**
         * WorkflowReply
         * @example {
         *       "status": "running",
         *       "websocket_url": "wss://granary.example/api/workflows/6d3c5a52-1d0a-4c0c-8a53-0f5f7c1d2e3b/stream",
         *       "workflow_id": "6d3c5a52-1d0a-4c0c-8a53-0f5f7c1d2e3b"
         *     }
         */
        WorkflowReply: {
            /** @enum {string} */
            status: "queued" | "running" | "awaiting_approval" | "completed" | "failed" | "cancelled";
            websocket_url: string;
            /** Format: uuid */
            workflow_id: string;
        };
        /**
         * WorkflowRequest
         * @example {
         *       "category": "Women’s dresses",
         *       "dc_holdback_percentage": 0,
         *       "forecast_horizon_weeks": 12,
         *       "markdown_checkpoint_week": 6,
         *       "replenishment_strategy": "none",
         *       "season": "Spring 2027",
         *       "season_start_date": "2027-03-01"
         *     }
         */
        WorkflowRequest: {
            category: string;
            /**
             * @description Share of the buy that the distribution centre keeps at first.
             * @default 0.45
             */
            dc_holdback_percentage?: number;
            /** @default 12 */
            forecast_horizon_weeks?: number;
            /**
             * @description Week in which sell-through decides on a markdown; null leaves markdowns out.
             * @default null
             */
            markdown_checkpoint_week?: number | null;
            /**
             * @default weekly
             * @enum {string}
             */
            replenishment_strategy?: "none" | "weekly" | "bi-weekly";
            season: string;
            /**
             * Format: date
             * @description Default: the next Monday.
             */
            season_start_date?: string;
        };
    };
    responses: {
        /**
         * @description `bad_request`: The request line, a header or the address cannot be read.
         *
         *     `unparseable_body`: The body is empty or is not valid JSON.
         */
        Refused: {
            headers: {
                "x-correlation-id": components["headers"]["CorrelationId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
        CorrelationIdSent: string;
        /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
        IdempotencyKey: string;
        /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
        IfMatch: string;
        /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
        IfNoneMatch: string;
        /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
        ViewAs: string;
    };
    requestBodies: never;
    headers: {
        /** @description Names this request in the log; what was sent is returned. */
        CorrelationId: string;
        /** @description Names this state of the thing; a thing with a version begins it with the version. */
        ETag: string;
        /** @description The address of what was made, or where to follow it. */
        Location: string;
        /** @description Seconds to wait. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getActions: {
        parameters: {
            query?: {
                action_type?: "TRANSFER" | "MARKDOWN" | "LIQUIDATE";
                batch_id?: string;
                category?: string;
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                from_store?: string;
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                sku_id?: string;
                /** @description One of expected_savings, action_id, created_at, decide_by, start_date, qty, chance_of_gain, at_risk_units, savings_low, sku_id, from_store, action_type, status; a leading - turns the order. */
                sort?: "expected_savings" | "-expected_savings" | "action_id" | "-action_id" | "created_at" | "-created_at" | "decide_by" | "-decide_by" | "start_date" | "-start_date" | "qty" | "-qty" | "chance_of_gain" | "-chance_of_gain" | "at_risk_units" | "-at_risk_units" | "savings_low" | "-savings_low" | "sku_id" | "-sku_id" | "from_store" | "-from_store" | "action_type" | "-action_type" | "status" | "-status";
                /**
                 * @description `pending` is PROPOSED.
                 * @example PROPOSED
                 */
                status?: "PROPOSED" | "APPROVED" | "DONE" | "REJECTED" | "pending";
                /** @description The store the batch is in, or the store it would go to. */
                store_id?: string;
                to_store?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "action_id": 1,
                     *           "action_type": "TRANSFER",
                     *           "at_risk_units": 4.66,
                     *           "batch_id": "DEL-002-261102",
                     *           "category": "Deli",
                     *           "chance_of_gain": 1,
                     *           "created_at": "2026-11-21T19:23:08.524585+00:00",
                     *           "decide_by": "2026-11-20",
                     *           "decided_at": null,
                     *           "decided_by_name": null,
                     *           "decision_note": null,
                     *           "discount_pct": null,
                     *           "dispose": false,
                     *           "end_date": "2026-11-18",
                     *           "expected_savings": 70.42,
                     *           "expiry_date": "2026-12-02",
                     *           "from_store": "S01",
                     *           "from_store_name": "Hamburg Altona",
                     *           "item_name": "Hummus 200 g",
                     *           "on_hand_qty": 60,
                     *           "qty": 60,
                     *           "rank": 1,
                     *           "reason": "5 of 60 will not sell in 17 days; sells 4.7 a day here, 7.2 there",
                     *           "savings_high": 71.4,
                     *           "savings_low": 71.4,
                     *           "sku_id": "DEL-002",
                     *           "snapshot_date": "2026-11-15",
                     *           "start_date": "2026-11-16",
                     *           "status": "PROPOSED",
                     *           "to_store": "S04",
                     *           "to_store_name": "Leipzig Plagwitz",
                     *           "unit": "pack",
                     *           "unit_cost": 1.37,
                     *           "value_at_stake": 82.2,
                     *           "version": 1
                     *         },
                     *         {
                     *           "action_id": 2,
                     *           "action_type": "TRANSFER",
                     *           "at_risk_units": 139.83,
                     *           "batch_id": "DEL-002-261105",
                     *           "category": "Deli",
                     *           "chance_of_gain": 0.9725,
                     *           "created_at": "2026-11-21T19:23:08.524585+00:00",
                     *           "decide_by": "2026-11-20",
                     *           "decided_at": null,
                     *           "decided_by_name": null,
                     *           "decision_note": null,
                     *           "discount_pct": null,
                     *           "dispose": false,
                     *           "end_date": "2026-11-18",
                     *           "expected_savings": 65.43,
                     *           "expiry_date": "2026-12-02",
                     *           "from_store": "S01",
                     *           "from_store_name": "Hamburg Altona",
                     *           "item_name": "Hummus 200 g",
                     *           "on_hand_qty": 165,
                     *           "qty": 75,
                     *           "rank": 2,
                     *           "reason": "84 of 165 will not sell in 17 days; sells 4.7 a day here, 5.4 there",
                     *           "savings_high": 91.5,
                     *           "savings_low": 24.99,
                     *           "sku_id": "DEL-002",
                     *           "snapshot_date": "2026-11-15",
                     *           "start_date": "2026-11-16",
                     *           "status": "PROPOSED",
                     *           "to_store": "S02",
                     *           "to_store_name": "Berlin Mitte",
                     *           "unit": "pack",
                     *           "unit_cost": 1.37,
                     *           "value_at_stake": 102.75,
                     *           "version": 1
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": "eyJzIjoiLWV4cGVjdGVkX3NhdmluZ3MsYWN0aW9uX2lkIiwidiI6WzY1LjQzLDJdfQ",
                     *         "total": 8
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ActionList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getActionsActionId: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example 1 */
                action_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "action_id": 1,
                     *       "action_type": "TRANSFER",
                     *       "at_risk_units": 4.66,
                     *       "batch_id": "DEL-002-261102",
                     *       "category": "Deli",
                     *       "chance_of_gain": 1,
                     *       "created_at": "2026-11-21T19:23:08.524585+00:00",
                     *       "decide_by": "2026-11-20",
                     *       "decided_at": null,
                     *       "decided_by_name": null,
                     *       "decision_note": null,
                     *       "discount_pct": null,
                     *       "dispose": false,
                     *       "end_date": "2026-11-18",
                     *       "expected_savings": 70.42,
                     *       "expiry_date": "2026-12-02",
                     *       "from_store": "S01",
                     *       "from_store_name": "Hamburg Altona",
                     *       "history": [
                     *         {
                     *           "actor_name": "Granary (nightly run)",
                     *           "after": {
                     *             "decide_by": "2026-11-20",
                     *             "discount_pct": null,
                     *             "end_date": "2026-11-18",
                     *             "expected_savings": 70.42,
                     *             "qty": 60,
                     *             "snapshot_date": "2026-11-15",
                     *             "start_date": "2026-11-16",
                     *             "status": "PROPOSED",
                     *             "version": 1
                     *           },
                     *           "at": "2026-11-21T19:23:11.031406+00:00",
                     *           "before": null,
                     *           "verb": "proposed"
                     *         }
                     *       ],
                     *       "item_name": "Hummus 200 g",
                     *       "on_hand_qty": 60,
                     *       "outcomes": [],
                     *       "plan": [],
                     *       "proof": {
                     *         "alternatives": [
                     *           {
                     *             "action_type": "TRANSFER",
                     *             "discount_pct": null,
                     *             "expected_savings": 70.42,
                     *             "qty": 60,
                     *             "rejected_because": null,
                     *             "to_store": "S04",
                     *             "to_store_name": "Leipzig Plagwitz"
                     *           },
                     *           {
                     *             "action_type": "TRANSFER",
                     *             "discount_pct": null,
                     *             "expected_savings": 63.22,
                     *             "qty": 60,
                     *             "rejected_because": "It saves less than the plan chosen",
                     *             "to_store": "S02",
                     *             "to_store_name": "Berlin Mitte"
                     *           }
                     *         ],
                     *         "batches": [
                     *           {
                     *             "batch_id": "DEL-002-261102",
                     *             "expiry_date": "2026-12-02",
                     *             "file_name": "inventory.xlsx",
                     *             "row_no": 4365,
                     *             "sellable_days": 17,
                     *             "units": 60,
                     *             "upload_id": "190979d4-7d76-4efa-9b87-9450b2b9597d"
                     *           },
                     *           {
                     *             "batch_id": "DEL-002-261105",
                     *             "expiry_date": "2026-12-02",
                     *             "file_name": "inventory.xlsx",
                     *             "row_no": 4366,
                     *             "sellable_days": 17,
                     *             "units": 165,
                     *             "upload_id": "190979d4-7d76-4efa-9b87-9450b2b9597d"
                     *           }
                     *         ],
                     *         "chart": {
                     *           "dates": [
                     *             "2026-11-16",
                     *             "2026-11-17"
                     *           ],
                     *           "demand": {
                     *             "mean": [
                     *               4.51,
                     *               4.89
                     *             ],
                     *             "p10": [
                     *               0,
                     *               1
                     *             ],
                     *             "p50": [
                     *               4,
                     *               4
                     *             ],
                     *             "p90": [
                     *               10,
                     *               11
                     *             ]
                     *           },
                     *           "expiry_date": "2026-12-02",
                     *           "stock_with": {
                     *             "p10": [
                     *               0,
                     *               0
                     *             ],
                     *             "p50": [
                     *               0,
                     *               0
                     *             ],
                     *             "p90": [
                     *               0,
                     *               0
                     *             ]
                     *           },
                     *           "stock_without": {
                     *             "p10": [
                     *               52,
                     *               45
                     *             ],
                     *             "p50": [
                     *               57,
                     *               53
                     *             ],
                     *             "p90": [
                     *               60,
                     *               58
                     *             ]
                     *           }
                     *         },
                     *         "destination": {
                     *           "lane": {
                     *             "cost_per_unit": 0.15,
                     *             "fixed_cost": 9,
                     *             "lead_time_days": 2
                     *           },
                     *           "mean_per_day": 7.2,
                     *           "name": "Leipzig Plagwitz",
                     *           "store_id": "S04"
                     *         },
                     *         "do_nothing": {
                     *           "net_value": 304.13,
                     *           "unsold": {
                     *             "high": 15.100000000000023,
                     *             "low": 0,
                     *             "mean": 4.6625
                     *           }
                     *         },
                     *         "forecast": {
                     *           "data_until": "2026-11-15",
                     *           "forecast_run_id": "16f69e94-ce5e-4c91-918f-7f62235e3152",
                     *           "mean_per_day": 4.68,
                     *           "model": "weekday-counts",
                     *           "parameters": {
                     *             "lastDay": 20772,
                     *             "level": 4.696721330348558,
                     *             "levelDriftPerDay": 0.00018293381991287656,
                     *             "levelVariance": 0.012496169183907852,
                     *             "size": 1.8632144732665792,
                     *             "usableDays": 200,
                     *             "weekdayFactors": [
                     *               0.9594935779905567,
                     *               1.0408191768436879
                     *             ]
                     *           },
                     *           "reason": "Level and pattern of the week from 200 usable days, by count models, weighed by how well each foretold them (they remember 72 days)."
                     *         },
                     *         "format": 1,
                     *         "made_at": "2026-11-21T19:23:08.555Z",
                     *         "paths": 400,
                     *         "price": {
                     *           "elasticity": {
                     *             "high": -0.68199968,
                     *             "low": -1.87440032,
                     *             "price_changes": 1,
                     *             "source": "category",
                     *             "value": -1.2782
                     *           },
                     *           "price": 1.99,
                     *           "unit_cost": 1.37,
                     *           "unit_cost_source": "batch"
                     *         },
                     *         "rule_version": 1,
                     *         "savings": {
                     *           "chance_of_gain": 1,
                     *           "high": 71.4,
                     *           "low": 71.4,
                     *           "mean": 70.42
                     *         },
                     *         "seed": "snapshot 2026-11-15",
                     *         "snapshot_date": "2026-11-15",
                     *         "terms": [
                     *           {
                     *             "amount": 82.2,
                     *             "label": "Waste avoided, at cost",
                     *             "name": "waste avoided at cost",
                     *             "quantity": 60,
                     *             "rate": 1.37,
                     *             "store_id": null
                     *           },
                     *           {
                     *             "amount": 6,
                     *             "label": "Disposal avoided",
                     *             "name": "disposal avoided",
                     *             "quantity": 60,
                     *             "rate": 0.1,
                     *             "store_id": null
                     *           }
                     *         ],
                     *         "with_action": {
                     *           "net_value": 374.55,
                     *           "unsold": {
                     *             "high": 0,
                     *             "low": 0,
                     *             "mean": 0.6575
                     *           }
                     *         }
                     *       },
                     *       "qty": 60,
                     *       "rank": 1,
                     *       "reason": "5 of 60 will not sell in 17 days; sells 4.7 a day here, 7.2 there",
                     *       "savings_high": 71.4,
                     *       "savings_low": 71.4,
                     *       "sku_id": "DEL-002",
                     *       "snapshot_date": "2026-11-15",
                     *       "start_date": "2026-11-16",
                     *       "status": "PROPOSED",
                     *       "to_store": "S04",
                     *       "to_store_name": "Leipzig Plagwitz",
                     *       "unit": "pack",
                     *       "unit_cost": 1.37,
                     *       "value_at_stake": 82.2,
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["ActionDetail"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postActionsActionIdApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 1 */
                action_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "note": "The neighbours can sell it.",
                 *       "version": 1
                 *     }
                 */
                "application/json": components["schemas"]["PostActionsActionIdApproveRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "action_id": 8,
                     *       "action_type": "LIQUIDATE",
                     *       "at_risk_units": 1.19,
                     *       "batch_id": "PRO-002-261110",
                     *       "category": "Produce",
                     *       "chance_of_gain": 0,
                     *       "created_at": "2026-11-21T19:23:08.524585+00:00",
                     *       "decide_by": "2026-11-16",
                     *       "decided_at": "2026-11-21T19:23:14.346786+00:00",
                     *       "decided_by_name": "Kim Owner",
                     *       "decision_note": "The neighbours can sell it.",
                     *       "discount_pct": null,
                     *       "dispose": true,
                     *       "end_date": "2026-11-16",
                     *       "expected_savings": 0,
                     *       "expiry_date": "2026-11-16",
                     *       "from_store": "S01",
                     *       "from_store_name": "Hamburg Altona",
                     *       "item_name": "Mixed Salad 200 g",
                     *       "on_hand_qty": 2,
                     *       "qty": 1,
                     *       "rank": 3,
                     *       "reason": "1 of 2 will not sell in 1 day; nothing brings in more than it costs: write it off",
                     *       "savings_high": 0,
                     *       "savings_low": 0,
                     *       "sku_id": "PRO-002",
                     *       "snapshot_date": "2026-11-15",
                     *       "start_date": "2026-11-16",
                     *       "status": "APPROVED",
                     *       "to_store": null,
                     *       "to_store_name": null,
                     *       "unit": "pack",
                     *       "unit_cost": 1.35,
                     *       "value_at_stake": 1.35,
                     *       "version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Action"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postActionsActionIdComplete: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 1 */
                action_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cleared_units": 1,
                 *       "notes": "Sold in two days.",
                 *       "recovered_value": 12.5,
                 *       "version": 2
                 *     }
                 */
                "application/json": components["schemas"]["PostActionsActionIdCompleteRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "action_id": 8,
                     *       "action_type": "LIQUIDATE",
                     *       "at_risk_units": 1.19,
                     *       "batch_id": "PRO-002-261110",
                     *       "category": "Produce",
                     *       "chance_of_gain": 0,
                     *       "created_at": "2026-11-21T19:23:08.524585+00:00",
                     *       "decide_by": "2026-11-16",
                     *       "decided_at": "2026-11-21T19:23:14.346786+00:00",
                     *       "decided_by_name": "Kim Owner",
                     *       "decision_note": "The neighbours can sell it.",
                     *       "discount_pct": null,
                     *       "dispose": true,
                     *       "end_date": "2026-11-16",
                     *       "expected_savings": 0,
                     *       "expiry_date": "2026-11-16",
                     *       "from_store": "S01",
                     *       "from_store_name": "Hamburg Altona",
                     *       "item_name": "Mixed Salad 200 g",
                     *       "on_hand_qty": 2,
                     *       "qty": 1,
                     *       "rank": 1,
                     *       "reason": "1 of 2 will not sell in 1 day; nothing brings in more than it costs: write it off",
                     *       "savings_high": 0,
                     *       "savings_low": 0,
                     *       "sku_id": "PRO-002",
                     *       "snapshot_date": "2026-11-15",
                     *       "start_date": "2026-11-16",
                     *       "status": "DONE",
                     *       "to_store": null,
                     *       "to_store_name": null,
                     *       "unit": "pack",
                     *       "unit_cost": 1.35,
                     *       "value_at_stake": 1.35,
                     *       "version": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Action"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postActionsActionIdReject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 1 */
                action_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The store has a promotion from Monday on.",
                 *       "version": 1
                 *     }
                 */
                "application/json": components["schemas"]["PostActionsActionIdRejectRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "action_id": 7,
                     *       "action_type": "LIQUIDATE",
                     *       "at_risk_units": 2.71,
                     *       "batch_id": "RDY-002-261105",
                     *       "category": "Chilled Ready Meals",
                     *       "chance_of_gain": 0.935,
                     *       "created_at": "2026-11-21T19:23:08.524585+00:00",
                     *       "decide_by": "2026-11-16",
                     *       "decided_at": "2026-11-21T19:23:14.500328+00:00",
                     *       "decided_by_name": "Kim Owner",
                     *       "decision_note": "The store has a promotion from Monday on.",
                     *       "discount_pct": null,
                     *       "dispose": false,
                     *       "end_date": "2026-11-16",
                     *       "expected_savings": 0.28,
                     *       "expiry_date": "2026-11-18",
                     *       "from_store": "S03",
                     *       "from_store_name": "Bremen Neustadt",
                     *       "item_name": "Chicken Curry with Rice 400 g",
                     *       "on_hand_qty": 4,
                     *       "qty": 1,
                     *       "rank": 1,
                     *       "reason": "3 of 4 will not sell in 3 days; sells 0.5 a day here; no store and no discount does better",
                     *       "savings_high": 0.47,
                     *       "savings_low": 0.47,
                     *       "sku_id": "RDY-002",
                     *       "snapshot_date": "2026-11-15",
                     *       "start_date": "2026-11-16",
                     *       "status": "REJECTED",
                     *       "to_store": null,
                     *       "to_store_name": null,
                     *       "unit": "pack",
                     *       "unit_cost": 2.81,
                     *       "value_at_stake": 2.81,
                     *       "version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Action"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postActionsApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "action_id": 1,
                 *           "version": 1
                 *         },
                 *         {
                 *           "action_id": 2,
                 *           "version": 1
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PostActionsApproveRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failed": 0,
                     *       "results": [
                     *         {
                     *           "action_id": 1,
                     *           "id": 1,
                     *           "index": 0,
                     *           "ok": true,
                     *           "status": "ok",
                     *           "version": 2
                     *         },
                     *         {
                     *           "action_id": 2,
                     *           "id": 2,
                     *           "index": 1,
                     *           "ok": true,
                     *           "status": "ok",
                     *           "version": 2
                     *         }
                     *       ],
                     *       "succeeded": 2
                     *     }
                     */
                    "application/json": components["schemas"]["BulkDecisions"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postActionsComplete: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "action_id": 1,
                 *           "cleared_units": 1,
                 *           "recovered_value": 12.5,
                 *           "version": 2
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PostActionsCompleteRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failed": 0,
                     *       "results": [
                     *         {
                     *           "action_id": 2,
                     *           "id": 2,
                     *           "index": 0,
                     *           "ok": true,
                     *           "status": "ok",
                     *           "version": 3
                     *         }
                     *       ],
                     *       "succeeded": 1
                     *     }
                     */
                    "application/json": components["schemas"]["BulkDecisions"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postActionsGenerate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; the work goes on, follow it at the address in Location. */
            202: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "counts": {},
                     *       "created_at": "2026-11-21T18:53:05.520601+00:00",
                     *       "error": null,
                     *       "finished_at": null,
                     *       "kind": "proposals",
                     *       "message": null,
                     *       "progress_pct": 0,
                     *       "run_id": "aff6e63b-207e-4696-b201-d03c946a2086",
                     *       "started_at": null,
                     *       "state": "queued",
                     *       "step": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postActionsReject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "action_id": 1,
                 *           "reason": "The store has a promotion from Monday on.",
                 *           "version": 1
                 *         },
                 *         {
                 *           "action_id": 2,
                 *           "reason": "The store has a promotion from Monday on.",
                 *           "version": 1
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PostActionsRejectRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failed": 0,
                     *       "results": [
                     *         {
                     *           "action_id": 8,
                     *           "id": 8,
                     *           "index": 0,
                     *           "ok": true,
                     *           "status": "ok",
                     *           "version": 2
                     *         },
                     *         {
                     *           "action_id": 7,
                     *           "id": 7,
                     *           "index": 1,
                     *           "ok": true,
                     *           "status": "ok",
                     *           "version": 2
                     *         }
                     *       ],
                     *       "succeeded": 2
                     *     }
                     */
                    "application/json": components["schemas"]["BulkDecisions"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getActionsSummary: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approved": {
                     *         "count": 2,
                     *         "expected_savings": 135.85
                     *       },
                     *       "at_risk_value": 339.4,
                     *       "done": {
                     *         "count": 1,
                     *         "recovered_value": 12.5
                     *       },
                     *       "proposed": {
                     *         "count": 4,
                     *         "expected_savings": 79.57
                     *       },
                     *       "safe": {
                     *         "action_ids": [
                     *           3
                     *         ],
                     *         "count": 1,
                     *         "expected_savings": 62.14
                     *       },
                     *       "snapshot_date": "2026-11-15"
                     *     }
                     */
                    "application/json": components["schemas"]["ActionsSummary"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getAudit: {
        parameters: {
            query?: {
                /** @description User id of who did it. */
                actor?: string;
                correlation_id?: string;
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @example upload */
                entity?: string;
                entity_id?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                /** @description From this instant, or from the beginning of this day. */
                from?: string;
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                /** @description One of audit_id; a leading - turns the order. */
                sort?: "audit_id" | "-audit_id";
                /** @description Found in the id of the thing, in what was before or after, or in a name. */
                text?: string;
                /** @description To this instant, or to the end of this day. */
                to?: string;
                verb?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "actor_id": "238d8232-2f13-4abd-93f4-9037098e029e",
                     *           "actor_name": "Test owner",
                     *           "after": {
                     *             "rows_changed": 0,
                     *             "rows_new": 14997,
                     *             "rows_rejected": 0,
                     *             "rows_total": 14997,
                     *             "rows_unchanged": 0
                     *           },
                     *           "at": "2026-11-21T18:53:42.195971+00:00",
                     *           "audit_id": 12,
                     *           "before": null,
                     *           "correlation_id": null,
                     *           "entity": "upload",
                     *           "entity_id": "2fd0893d-2b68-45bc-abd9-bdc9329c582d",
                     *           "hash": "69cefd3b8c835f394e32ae231cce81a6a11a76dfe1e4cfc31ed2004b521cca98",
                     *           "verb": "loaded"
                     *         },
                     *         {
                     *           "actor_id": "238d8232-2f13-4abd-93f4-9037098e029e",
                     *           "actor_name": "Test owner",
                     *           "after": {
                     *             "checksum": "c1d64d0788cbc6713f50fe217824d63bfb45b655a3fdccf7c4c1561eb9ecede7",
                     *             "file_name": "sales.csv",
                     *             "file_type": "sales",
                     *             "size_bytes": 466910
                     *           },
                     *           "at": "2026-11-21T18:53:41.843139+00:00",
                     *           "audit_id": 11,
                     *           "before": null,
                     *           "correlation_id": "039f3966-67f4-4764-b7e2-eb9b814bcb08",
                     *           "entity": "upload",
                     *           "entity_id": "2fd0893d-2b68-45bc-abd9-bdc9329c582d",
                     *           "hash": "9918f003bc60c5561a73054583e268f12c86dd617b8a4a95bcf00605f1997b5a",
                     *           "verb": "uploaded"
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": "eyJzIjoiLWF1ZGl0X2lkIiwidiI6WzExXX0",
                     *         "total": 12
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AuditEntryList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getAuditHead: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": "2026-11-21T18:53:52.175Z",
                     *       "audit_id": 28,
                     *       "hash": "ba5774f3e1b3e434b99617eae89e70e6374122c6ce62b992447fedb1c62f5f07",
                     *       "org_id": "0a7e1c4a-0d0c-4761-a6af-4f140c6b0bba"
                     *     }
                     */
                    "application/json": components["schemas"]["AuditHead"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getAuditVerification: {
        parameters: {
            query?: {
                /** @description Of a head that was saved earlier. */
                audit_id?: number;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description Of the same head. */
                hash?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "broken": null,
                     *       "entries": 28,
                     *       "head": {
                     *         "audit_id": 28,
                     *         "hash": "ba5774f3e1b3e434b99617eae89e70e6374122c6ce62b992447fedb1c62f5f07"
                     *       },
                     *       "valid": true
                     *     }
                     */
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    putAuthAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "mira@greenleaf.example",
                 *       "name": "Mira Lund",
                 *       "password": "Rain-on-the-harbour-7"
                 *     }
                 */
                "application/json": components["schemas"]["PutAuthAccountRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": null,
                     *       "data": {
                     *         "sales_until": "2026-11-15",
                     *         "snapshot_date": "2026-11-15",
                     *         "stores_missing": []
                     *       },
                     *       "email": "mira@greenleaf.example",
                     *       "has_password": true,
                     *       "name": "Mira Lund",
                     *       "organization": {
                     *         "currency": "EUR",
                     *         "is_demo": false,
                     *         "locale": "en-GB",
                     *         "name": "Green Leaf",
                     *         "org_id": "9345eebc-49a1-4d0c-892a-8a7d998cc999",
                     *         "time_zone": "Europe/Berlin"
                     *       },
                     *       "permissions": [
                     *         "catalog.read",
                     *         "stock.read"
                     *       ],
                     *       "role": "planner",
                     *       "store_ids": null,
                     *       "supplier_ids": null,
                     *       "user_id": "7fd99b04-6742-44a1-bada-fc071fe730e3",
                     *       "viewing_as": null
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ben Okri",
                 *       "password": "Rain-on-the-harbour-7",
                 *       "token": "2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…"
                 *     }
                 */
                "application/json": components["schemas"]["PostAuthInvitationRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "guest-7@greenleaf.example",
                     *       "name": "Ben Okri",
                     *       "user_id": "a33c2e8e-89c9-4d7c-9ac1-015f3495bd87"
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedInvitation"];
                };
            };
            400: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "k3Jw0cZ…"
                 *     }
                 */
                "application/json": components["schemas"]["PostAuthLinkRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": null,
                     *       "data": {
                     *         "sales_until": "2026-11-15",
                     *         "snapshot_date": "2026-11-15",
                     *         "stores_missing": []
                     *       },
                     *       "email": null,
                     *       "has_password": false,
                     *       "name": "Kim Owner",
                     *       "organization": {
                     *         "currency": "EUR",
                     *         "is_demo": false,
                     *         "locale": "en-GB",
                     *         "name": "Green Leaf",
                     *         "org_id": "9345eebc-49a1-4d0c-892a-8a7d998cc999",
                     *         "time_zone": "Europe/Berlin"
                     *       },
                     *       "permissions": [
                     *         "catalog.read",
                     *         "stock.read"
                     *       ],
                     *       "role": "owner",
                     *       "store_ids": null,
                     *       "supplier_ids": null,
                     *       "user_id": "26a47289-1bbb-4bca-9687-f45feb5c9ae3",
                     *       "viewing_as": null
                     *     }
                     */
                    "application/json": components["schemas"]["SecondFactorChallenge"] | components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthLinks: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "link": "http://localhost:80/app/link#2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…"
                     *     }
                     */
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthLogin: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "mira@greenleaf.example",
                 *       "password": "Rain-on-the-harbour-7"
                 *     }
                 */
                "application/json": components["schemas"]["PostAuthLoginRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJvcmciOiI5MzQ1ZWViYy00OWExLTRkMGMtODkyYS04YTdkOTk4Y2M5OTkiLCJzaWQiOiJjOTNkMDA5ZS03YzBhLTQ3MWItYjg5Mi0wNThlZmM5MGJlNDEiLCJpc3MiOiJ1cm46Z3JhbmFyeTphMmRjNDQ0MjJkYmYzYzYwIiwiYXVkIjoidXJuOmdyYW5hcnk6YTJkYzQ0NDIyZGJmM2M2MDphcGkiLCJzdWIiOiI3ZmQ5OWIwNC02NzQyLTQ0YTEtYmFkYS1mYzA3MWZlNzMwZTMiLCJpYXQiOjE3OTUyOTEzNjUsImV4cCI6MTc5NTI5NDk2NX0.-xCGCijvqPjHaX-4VQnXblxF8g…",
                     *       "expires_in": 3600,
                     *       "refresh_token": "9345eebc49a14d0c892a8a7d998cc999.zKy3nVrkx9fH_UUz15PgkR9f-r2ourV76daPg4PIbVw",
                     *       "token_type": "Bearer"
                     *     }
                     */
                    "application/json": components["schemas"]["Tokens"] | components["schemas"]["SecondFactorChallenge"] | components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthLogout: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthLogoutEverywhere: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ended": 2
                     *     }
                     */
                    "application/json": components["schemas"]["EndedSessions"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    putAuthPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "Rain-on-the-harbour-7",
                 *       "new_password": "Sun-on-the-harbour-8"
                 *     }
                 */
                "application/json": components["schemas"]["PutAuthPasswordRequest"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthPasswordReset: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "mira@greenleaf.example"
                 *     }
                 */
                "application/json": components["schemas"]["PostAuthPasswordResetRequest"];
            };
        };
        responses: {
            /** @description Accepted; the work goes on, follow it at the address in Location. */
            202: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "If somebody signs in with this address, a mail is on its way."
                     *     }
                     */
                    "application/json": components["schemas"]["PasswordResetAsked"];
                };
            };
            400: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthPasswordResetConfirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "new_password": "Sun-on-the-harbour-8",
                 *       "token": "2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…"
                 *     }
                 */
                "application/json": components["schemas"]["PostAuthPasswordResetConfirmRequest"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthRefresh: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…"
                 *     }
                 */
                "application/json": components["schemas"]["PostAuthRefreshRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJvcmciOiI…",
                     *       "expires_in": 3600,
                     *       "refresh_token": "2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…",
                     *       "token_type": "Bearer"
                     *     }
                     */
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getAuthSecondFactor: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "is_on": true,
                     *       "recovery_codes_left": 10
                     *     }
                     */
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthSecondFactor: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "challenge_token": "2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…",
                 *       "code": "492039"
                 *     }
                 */
                "application/json": components["schemas"]["PostAuthSecondFactorRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJvcmciOiI…",
                     *       "expires_in": 3600,
                     *       "refresh_token": "2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…",
                     *       "token_type": "Bearer"
                     *     }
                     */
                    "application/json": components["schemas"]["Tokens"] | components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    deleteAuthSecondFactor: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "Rain-on-the-harbour-7"
                 *     }
                 */
                "application/json": components["schemas"]["DeleteAuthSecondFactorRequest"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthSecondFactorEnrolment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "otpauth_uri": "otpauth://totp/Granary:newcomer-6%40example.com?issuer=Granary&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30",
                     *       "qr_svg": "<svg …>…</svg>",
                     *       "secret": "JBSWY3DPEHPK3PXP…"
                     *     }
                     */
                    "application/json": components["schemas"]["SecondFactorEnrolment"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthSecondFactorEnrolmentConfirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "492039",
                 *       "password": "Rain-on-the-harbour-7"
                 *     }
                 */
                "application/json": components["schemas"]["PostAuthSecondFactorEnrolmentConfirmRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "cjrcl-uxvry",
                     *         "kcz3s-b76t5"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postAuthSecondFactorRecoveryCodes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "Rain-on-the-harbour-7"
                 *     }
                 */
                "application/json": components["schemas"]["PostAuthSecondFactorRecoveryCodesRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recovery_codes": [
                     *         "4pjof-inuwz",
                     *         "yszls-sjytt"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getBlockedAddresses: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": []
                     *     }
                     */
                    "application/json": components["schemas"]["GetBlockedAddressesReply"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    deleteBlockedAddressesAddress: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 203.0.113.7 */
                address: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getCategories: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "category": "Bakery",
                     *           "items": 2
                     *         },
                     *         {
                     *           "category": "Breakfast & Hot Drinks",
                     *           "items": 2
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GetCategoriesReply"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getDatasets: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "columns": [
                     *             {
                     *               "description": "Code of the store or warehouse.",
                     *               "example": "S-012",
                     *               "name": "store_id",
                     *               "required": true,
                     *               "type": "text"
                     *             },
                     *             {
                     *               "description": "Name people use.",
                     *               "example": "Lyon Part-Dieu",
                     *               "name": "name",
                     *               "required": false,
                     *               "type": "text"
                     *             }
                     *           ],
                     *           "description": "One row a store, warehouse or plant.",
                     *           "file_type": "stores",
                     *           "title": "Stores"
                     *         },
                     *         {
                     *           "columns": [
                     *             {
                     *               "description": "Code of the item.",
                     *               "example": "OAT-MILK-1L",
                     *               "name": "sku_id",
                     *               "required": true,
                     *               "type": "text"
                     *             },
                     *             {
                     *               "description": "Name people use.",
                     *               "example": "Oat milk 1 l",
                     *               "name": "name",
                     *               "required": false,
                     *               "type": "text"
                     *             }
                     *           ],
                     *           "description": "One row an item: what is sold, or what it is made of.",
                     *           "file_type": "items",
                     *           "title": "Items"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GetDatasetsReply"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getErrorsSummary: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /**
                 * @description How far back, in hours.
                 * @example 24
                 */
                hours?: number;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "by_code": [],
                     *       "by_hour": [],
                     *       "by_route": [],
                     *       "counts": [],
                     *       "hours": 24,
                     *       "total": 0
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorSummary"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getExpiryRules: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rules": {
                     *         "default_lane_other_zone": null,
                     *         "default_lane_same_zone": {
                     *           "cost_per_unit": 0.08,
                     *           "fixed_cost": 6,
                     *           "lead_time_days": 1
                     *         },
                     *         "discount_step_pct": 10,
                     *         "disposal_cost_per_unit": 0.1,
                     *         "freshest_first_percentage": 0.2,
                     *         "handling_margin_days": 0,
                     *         "high_risk_score": 70,
                     *         "liquidation_handling_per_unit": 0.05,
                     *         "liquidation_recovery_percentage": 0.15,
                     *         "markdown_allowed": true,
                     *         "markdown_noticed_percentage": 0.5,
                     *         "max_discount_pct": 70,
                     *         "max_transfers_per_batch": 2,
                     *         "min_at_risk_value": 5,
                     *         "min_discount_pct": 10,
                     *         "min_price_share_of_cost_percentage": 0.3,
                     *         "min_savings": 2,
                     *         "propose_from_score": 30,
                     *         "replenished_within_days": 28,
                     *         "transfer_allowed": true
                     *       },
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["ExpiryRuleSet"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    putExpiryRules: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "high_risk_score": 75,
                 *       "min_savings": 5,
                 *       "transfer_allowed": true
                 *     }
                 */
                "application/json": components["schemas"]["ExpiryRulesChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rules": {
                     *         "default_lane_other_zone": null,
                     *         "default_lane_same_zone": {
                     *           "cost_per_unit": 0.08,
                     *           "fixed_cost": 6,
                     *           "lead_time_days": 1
                     *         },
                     *         "discount_step_pct": 10,
                     *         "disposal_cost_per_unit": 0.1,
                     *         "freshest_first_percentage": 0.2,
                     *         "handling_margin_days": 0,
                     *         "high_risk_score": 75,
                     *         "liquidation_handling_per_unit": 0.05,
                     *         "liquidation_recovery_percentage": 0.15,
                     *         "markdown_allowed": true,
                     *         "markdown_noticed_percentage": 0.5,
                     *         "max_discount_pct": 70,
                     *         "max_transfers_per_batch": 2,
                     *         "min_at_risk_value": 5,
                     *         "min_discount_pct": 10,
                     *         "min_price_share_of_cost_percentage": 0.3,
                     *         "min_savings": 5,
                     *         "propose_from_score": 30,
                     *         "replenished_within_days": 28,
                     *         "transfer_allowed": true
                     *       },
                     *       "version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["ExpiryRuleSet"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getFeatures: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Default: the newest. */
                date?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                sku_id?: string;
                /** @description One of store_id, sku_id, velocity_7d, velocity_14d, velocity_30d; a leading - turns the order. */
                sort?: "store_id" | "-store_id" | "sku_id" | "-sku_id" | "velocity_7d" | "-velocity_7d" | "velocity_14d" | "-velocity_14d" | "velocity_30d" | "-velocity_30d";
                /** @example S01 */
                store_id?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "date": "2026-11-15",
                     *           "rank_in_store": 11,
                     *           "seasonality_flag": true,
                     *           "sell_through_pct": 100,
                     *           "share_pct": 14.7488,
                     *           "sku_id": "BAK-001",
                     *           "store_id": "S01",
                     *           "trend_pct": 2.44,
                     *           "velocity_14d": 3.14,
                     *           "velocity_30d": 3.03,
                     *           "velocity_7d": 3.43,
                     *           "volatility": 0.5509
                     *         },
                     *         {
                     *           "date": "2026-11-15",
                     *           "rank_in_store": 6,
                     *           "seasonality_flag": true,
                     *           "sell_through_pct": 95.74,
                     *           "share_pct": 28.125,
                     *           "sku_id": "BAK-002",
                     *           "store_id": "S01",
                     *           "trend_pct": 30.61,
                     *           "velocity_14d": 3.71,
                     *           "velocity_30d": 4.5,
                     *           "velocity_7d": 3.86,
                     *           "volatility": 0.6874
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": "eyJzIjoic3RvcmVfaWQsc2t1X2lkIiwidiI6WyJTMDEiLCJCQUstMDAyIl19",
                     *         "total": 24
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FeaturesList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getForecastsForecastId: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example 3f0f6a5e-8c1b-4a57-9d3e-2f2f0a6f7b10 */
                forecast_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bias_units": null,
                     *       "coverage_80_pct": null,
                     *       "data_until": "2026-11-15",
                     *       "forecast_id": "eb0c7c14-ee0c-4367-a5d5-c9a256ff1732",
                     *       "form": "ETS(A,N,N)",
                     *       "frequency": "weekly",
                     *       "history": [
                     *         {
                     *           "period_start": "2026-04-27",
                     *           "units": 10
                     *         },
                     *         {
                     *           "period_start": "2026-05-04",
                     *           "units": 10
                     *         }
                     *       ],
                     *       "horizon": 2,
                     *       "item_name": "Whole Milk 1 l",
                     *       "known_periods": 0,
                     *       "made_at": "2026-11-21T18:53:05.226026+00:00",
                     *       "made_by": "Test owner",
                     *       "method": "ets",
                     *       "mix": null,
                     *       "model": "ets",
                     *       "model_version": "ets 0.0.0-test",
                     *       "notes": [
                     *         "A season of 52 periods needs two full seasons; there are 28 values: it was left out."
                     *       ],
                     *       "parameters": {
                     *         "alpha": 0.0001,
                     *         "errorVariance": 10.336198252250083,
                     *         "level": 8.78571404666561
                     *       },
                     *       "periods": [
                     *         {
                     *           "actual": null,
                     *           "mean": 8.7857,
                     *           "p05": 3.2122,
                     *           "p10": 4.4888,
                     *           "p25": 6.5505,
                     *           "p50": 8.7857,
                     *           "p75": 11.021,
                     *           "p90": 13.0827,
                     *           "p95": 14.3592,
                     *           "period_end": "2026-11-22",
                     *           "period_start": "2026-11-16"
                     *         },
                     *         {
                     *           "actual": null,
                     *           "mean": 8.7857,
                     *           "p05": 3.2122,
                     *           "p10": 4.4888,
                     *           "p25": 6.5505,
                     *           "p50": 8.7857,
                     *           "p75": 11.021,
                     *           "p90": 13.0827,
                     *           "p95": 14.3592,
                     *           "period_end": "2026-11-29",
                     *           "period_start": "2026-11-23"
                     *         }
                     *       ],
                     *       "reason": "ets was asked for.",
                     *       "request_id": "0233a3fc-cc72-46c7-88a0-efcc306533dc",
                     *       "seed": "1",
                     *       "sku_id": "DAI-001",
                     *       "store_id": "S01",
                     *       "store_name": "Hamburg Altona",
                     *       "unit": "each",
                     *       "wape_pct": null
                     *     }
                     */
                    "application/json": components["schemas"]["ForecastDetail"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getForecastsAccuracy: {
        parameters: {
            query?: {
                /**
                 * @description Forecasts made in so many days.
                 * @example 90
                 */
                days?: number;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "by_horizon": [],
                     *       "by_model": [],
                     *       "data_until": "2026-11-15"
                     *     }
                     */
                    "application/json": components["schemas"]["ForecastAccuracy"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postForecastsBacktest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "frequency": "weekly",
                 *       "horizon": 2,
                 *       "method": "ets",
                 *       "sku_id": "DAI-001",
                 *       "store_id": "S01"
                 *     }
                 */
                "application/json": components["schemas"]["BacktestRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accuracy": {
                     *         "bias_units": -0.5144,
                     *         "coverage_80_pct": 50,
                     *         "known_periods": 8,
                     *         "mean_absolute_error_units": 3.7836,
                     *         "root_mean_squared_error_units": 4.7805,
                     *         "wape_pct": 40.3587
                     *       },
                     *       "by_horizon": [
                     *         {
                     *           "bias_units": -0.6394,
                     *           "coverage_80_pct": 50,
                     *           "known_periods": 4,
                     *           "mean_absolute_error_units": 3.6586,
                     *           "period": 1,
                     *           "root_mean_squared_error_units": 4.7625,
                     *           "wape_pct": 38.5118
                     *         },
                     *         {
                     *           "bias_units": -0.3894,
                     *           "coverage_80_pct": 50,
                     *           "known_periods": 4,
                     *           "mean_absolute_error_units": 3.9086,
                     *           "period": 2,
                     *           "root_mean_squared_error_units": 4.7984,
                     *           "wape_pct": 42.2554
                     *         }
                     *       ],
                     *       "data_until": "2026-11-15",
                     *       "frequency": "weekly",
                     *       "horizon": 2,
                     *       "method": "ets",
                     *       "origins": [
                     *         {
                     *           "data_until": "2026-10-11",
                     *           "form": "ETS(A,N,N)",
                     *           "periods": [
                     *             {
                     *               "actual": 9,
                     *               "mean": 8.6957,
                     *               "p10": 4.7361,
                     *               "p90": 12.6552,
                     *               "period_start": "2026-10-12"
                     *             },
                     *             {
                     *               "actual": 16,
                     *               "mean": 8.6957,
                     *               "p10": 4.7361,
                     *               "p90": 12.6552,
                     *               "period_start": "2026-10-19"
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "data_until": "2026-10-18",
                     *           "form": "ETS(A,N,N)",
                     *           "periods": [
                     *             {
                     *               "actual": 16,
                     *               "mean": 8.7083,
                     *               "p10": 4.8473,
                     *               "p90": 12.5693,
                     *               "period_start": "2026-10-19"
                     *             },
                     *             {
                     *               "actual": 10,
                     *               "mean": 8.7083,
                     *               "p10": 4.8473,
                     *               "p90": 12.5693,
                     *               "period_start": "2026-10-26"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "sku_id": "DAI-001",
                     *       "store_id": "S01"
                     *     }
                     */
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getForecastsDrift: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                kind?: "input" | "error";
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                sku_id?: string;
                /** @description One of severity, first_seen, last_seen, sku_id, store_id; a leading - turns the order. */
                sort?: "severity" | "-severity" | "first_seen" | "-first_seen" | "last_seen" | "-last_seen" | "sku_id" | "-sku_id" | "store_id" | "-store_id";
                state?: "open" | "resolved" | "all";
                store_id?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["DriftAlertList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postForecastsGenerate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "frequency": "weekly",
                 *       "horizon": 2,
                 *       "method": "ets",
                 *       "sku_ids": [
                 *         "DAI-001"
                 *       ],
                 *       "store_ids": [
                 *         "S01"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GenerateForecasts"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "data_until": "2026-11-15",
                     *           "forecast_id": "13d09cea-8783-4d2f-ab23-fbd24719a31f",
                     *           "form": "ETS(A,N,N)",
                     *           "frequency": "weekly",
                     *           "horizon": 2,
                     *           "made_at": "2026-11-21T18:53:05.15111+00:00",
                     *           "made_by": "Test owner",
                     *           "method": "ets",
                     *           "model": "ets",
                     *           "model_version": "ets 0.0.0-test",
                     *           "notes": [
                     *             "A season of 52 periods needs two full seasons; there are 28 values: it was left out."
                     *           ],
                     *           "periods": [
                     *             {
                     *               "mean": 8.7857,
                     *               "p05": 3.2122,
                     *               "p10": 4.4888,
                     *               "p25": 6.5505,
                     *               "p50": 8.7857,
                     *               "p75": 11.021,
                     *               "p90": 13.0827,
                     *               "p95": 14.3592,
                     *               "period_start": "2026-11-16"
                     *             },
                     *             {
                     *               "mean": 8.7857,
                     *               "p05": 3.2122,
                     *               "p10": 4.4888,
                     *               "p25": 6.5505,
                     *               "p50": 8.7857,
                     *               "p75": 11.021,
                     *               "p90": 13.0827,
                     *               "p95": 14.3592,
                     *               "period_start": "2026-11-23"
                     *             }
                     *           ],
                     *           "reason": "ets was asked for.",
                     *           "request_id": "f0c7419d-3fb3-45a0-9eb4-fb28ca335891",
                     *           "sku_id": "DAI-001",
                     *           "store_id": "S01"
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["GeneratedForecastList"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getForecastsHistory: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                request_id?: string;
                sku_id?: string;
                /** @description One of made_at, sku_id; a leading - turns the order. */
                sort?: "made_at" | "-made_at" | "sku_id" | "-sku_id";
                store_id?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "bias_units": null,
                     *           "coverage_80_pct": null,
                     *           "data_until": "2026-11-15",
                     *           "forecast_id": "13d09cea-8783-4d2f-ab23-fbd24719a31f",
                     *           "form": "ETS(A,N,N)",
                     *           "frequency": "weekly",
                     *           "horizon": 2,
                     *           "item_name": "Whole Milk 1 l",
                     *           "known_periods": 0,
                     *           "made_at": "2026-11-21T18:53:05.15111+00:00",
                     *           "made_by": "Test owner",
                     *           "method": "ets",
                     *           "model": "ets",
                     *           "model_version": "ets 0.0.0-test",
                     *           "reason": "ets was asked for.",
                     *           "request_id": "f0c7419d-3fb3-45a0-9eb4-fb28ca335891",
                     *           "sku_id": "DAI-001",
                     *           "store_id": "S01",
                     *           "store_name": "Hamburg Altona",
                     *           "unit": "each",
                     *           "wape_pct": null
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ForecastRecordList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getForecastsItems: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                /** @example DAI-001 */
                sku_id?: string;
                /** @description By store, item and day; with a leading - all three turn. */
                sort?: "store_id" | "-store_id";
                /** @example S01 */
                store_id?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "date": "2026-11-16",
                     *           "mean": 0.962,
                     *           "p10": 0,
                     *           "p50": 1,
                     *           "p90": 2,
                     *           "sku_id": "DAI-001",
                     *           "store_id": "S01"
                     *         },
                     *         {
                     *           "date": "2026-11-17",
                     *           "mean": 1.166,
                     *           "p10": 0,
                     *           "p50": 1,
                     *           "p90": 3,
                     *           "sku_id": "DAI-001",
                     *           "store_id": "S01"
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": "eyJzIjoic3RvcmVfaWQsc2t1X2lkLGRhdGUiLCJ2IjpbIlMwMSIsIkRBSS0wMDEiLCIyMDI2LTExLTE3Il19",
                     *         "total": 60
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ForecastDayList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getForecastsModels: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "name": "auto",
                     *           "summary": "Chooses by itself: the weighted middle of several methods, or a model of counts where demand is intermittent."
                     *         },
                     *         {
                     *           "name": "naive",
                     *           "summary": "The last value goes on. A measure to beat."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GetForecastsModelsReply"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getHealth: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "database": {
                     *         "kind": "embedded",
                     *         "version": "18.4"
                     *       },
                     *       "parts": [
                     *         {
                     *           "detail": null,
                     *           "name": "database",
                     *           "status": "ok"
                     *         },
                     *         {
                     *           "detail": null,
                     *           "name": "events",
                     *           "status": "ok"
                     *         }
                     *       ],
                     *       "status": "ok",
                     *       "uptime_seconds": 18,
                     *       "version": "0.0.0-test"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            /** @description Not everything answers. */
            503: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getHealthLive: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getHealthReady: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "database": {
                     *         "kind": "embedded",
                     *         "version": "18.4"
                     *       },
                     *       "parts": [
                     *         {
                     *           "detail": null,
                     *           "name": "database",
                     *           "status": "ok"
                     *         },
                     *         {
                     *           "detail": null,
                     *           "name": "events",
                     *           "status": "ok"
                     *         }
                     *       ],
                     *       "status": "ok",
                     *       "uptime_seconds": 18,
                     *       "version": "0.0.0-test"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            /** @description Not everything answers. */
            503: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getInvitations: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description Rows on a page, 1 to 500. */
                limit?: number;
                /** @description One of created_at, expires_at, email; a leading - turns the order. */
                sort?: "created_at" | "-created_at" | "expires_at" | "-expires_at" | "email" | "-email";
                /** @example open */
                state?: "open" | "accepted" | "withdrawn" | "expired" | "all";
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postInvitations: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "approval_limit": null,
                 *       "email": "ben@greenleaf.example",
                 *       "role": "viewer",
                 *       "store_ids": [],
                 *       "supplier_ids": []
                 *     }
                 */
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": null,
                     *       "created_at": "2026-11-21T19:23:56.427+00:00",
                     *       "email": "ben@greenleaf.example",
                     *       "expires_at": "2026-11-28T19:23:56.427+00:00",
                     *       "invitation_id": "dc44a18a-5674-4572-8d3e-3a67ca358b27",
                     *       "invited_by_name": "Test owner",
                     *       "link": "http://localhost:80/app/invitation#71d3479e9002481d8a3240ea3a9cafd7.yfJsQsJFaSaMd5WzCSO33mRqIjoBdh8cGXKbieAIHj0",
                     *       "name": null,
                     *       "role": "viewer",
                     *       "sent": false,
                     *       "state": "open",
                     *       "store_ids": [],
                     *       "supplier_ids": []
                     *     }
                     */
                    "application/json": components["schemas"]["MadeInvitation"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    deleteInvitationsInvitationId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 5b1f1c3e-2f0e-4a59-8f5c-1f1f5b8f9d10 */
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postInvitationsBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "email": "cleo@greenleaf.example",
                 *           "role": "viewer"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PostInvitationsBatchRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failed": 0,
                     *       "results": [
                     *         {
                     *           "email": "cleo@greenleaf.example",
                     *           "id": "5754de0f-7a0c-4b56-911e-85d86ebaacca",
                     *           "index": 0,
                     *           "link": "http://localhost:80/app/invitation#fc4f87e881614635866a95bf89402792.nCHVF4JIaFBJ6jBdmdNz9pmW53TUnnYH8mMSSYVZ-fg",
                     *           "sent": false,
                     *           "status": "ok"
                     *         }
                     *       ],
                     *       "succeeded": 1
                     *     }
                     */
                    "application/json": components["schemas"]["BulkInvitations"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getItems: {
        parameters: {
            query?: {
                category?: string;
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                /** @description Part of the name or the code. */
                q?: string;
                /** @description One of sku_id, name, category; a leading - turns the order. */
                sort?: "sku_id" | "-sku_id" | "name" | "-name" | "category" | "-category";
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "category": "Bakery",
                     *           "kind": "product",
                     *           "mrp": 1.49,
                     *           "name": "Baguette",
                     *           "pack_size": 2,
                     *           "shelf_life_days": 3,
                     *           "sku_id": "BAK-001",
                     *           "unit": "each",
                     *           "version": 1
                     *         },
                     *         {
                     *           "category": "Bakery",
                     *           "kind": "product",
                     *           "mrp": 3.29,
                     *           "name": "Wholemeal Loaf 750 g",
                     *           "pack_size": 3,
                     *           "shelf_life_days": 5,
                     *           "sku_id": "BAK-002",
                     *           "unit": "each",
                     *           "version": 1
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": "eyJzIjoic2t1X2lkLHNrdV9pZCIsInYiOlsiQkFLLTAwMiIsIkJBSy0wMDIiXX0.p5ifF9G8fddKGfN0O1itcy",
                     *         "total": 24
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ItemList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    patchItems: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "category": "Dairy alternatives",
                 *           "mrp": 2.49,
                 *           "name": "Oat milk 1 l",
                 *           "sku_id": "OAT-MILK-1L"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PatchItemsRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failed": 0,
                     *       "results": [
                     *         {
                     *           "created": true,
                     *           "id": "OAT-MILK-1L",
                     *           "index": 0,
                     *           "status": "ok",
                     *           "version": 1
                     *         }
                     *       ],
                     *       "succeeded": 1
                     *     }
                     */
                    "application/json": components["schemas"]["BulkSaved"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getItemsSkuId: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example DAI-001 */
                sku_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "category": "Dairy",
                     *       "kind": "product",
                     *       "mrp": 1.29,
                     *       "name": "Whole Milk 1 l",
                     *       "pack_size": 3,
                     *       "shelf_life_days": 12,
                     *       "sku_id": "DAI-001",
                     *       "unit": "each",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Item"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    patchItemsSkuId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example DAI-001 */
                sku_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "pack_size": 12
                 *     }
                 */
                "application/json": components["schemas"]["PatchItemsSkuIdRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "category": "Dairy",
                     *       "kind": "product",
                     *       "mrp": 1.29,
                     *       "name": "Whole Milk 1 l",
                     *       "pack_size": 12,
                     *       "shelf_life_days": 12,
                     *       "sku_id": "DAI-001",
                     *       "unit": "each",
                     *       "version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Item"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    etag: components["headers"]["ETag"];
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Item"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getKpisDashboard: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description First day of the outcomes counted; absent: from the beginning. */
                from?: string;
                store_id?: string;
                /** @description Last day of the outcomes counted, and of the stock looked at; absent: today, newest. */
                to?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approved_actions": 2,
                     *       "approved_savings": 135.85,
                     *       "at_risk_units": 211.28,
                     *       "at_risk_value": 339.4,
                     *       "by_type": [
                     *         {
                     *           "action_type": "TRANSFER",
                     *           "approved": 2,
                     *           "done": 0,
                     *           "expected_savings": 62.14,
                     *           "proposed": 1,
                     *           "recovered_value": 0
                     *         },
                     *         {
                     *           "action_type": "MARKDOWN",
                     *           "approved": 0,
                     *           "done": 0,
                     *           "expected_savings": 17.04,
                     *           "proposed": 2,
                     *           "recovered_value": 0
                     *         }
                     *       ],
                     *       "cleared_units": 1,
                     *       "currency": "EUR",
                     *       "done_actions": 1,
                     *       "high_risk_batches": 8,
                     *       "inventory_turnover": 39.88,
                     *       "inventory_turnover_basis": {
                     *         "annualised": true,
                     *         "cost_of_goods_sold": 144649.08,
                     *         "days": 200,
                     *         "from": "2026-04-30",
                     *         "mean_inventory_value": 6619.83,
                     *         "snapshots": 28,
                     *         "to": "2026-11-15"
                     *       },
                     *       "inventory_value": 7400.56,
                     *       "open_actions": 4,
                     *       "potential_savings": 79.57,
                     *       "recovered_value": 12.5,
                     *       "rejected_actions": 1,
                     *       "risk_snapshot_date": "2026-11-15",
                     *       "snapshot_date": "2026-11-15",
                     *       "unvalued_units": 0,
                     *       "write_off": {
                     *         "batches": 0,
                     *         "units": 0,
                     *         "value": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Dashboard"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getKpisSavings: {
        parameters: {
            query?: {
                action_type?: "TRANSFER" | "MARKDOWN" | "LIQUIDATE";
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description First day of the outcomes counted; absent: from the beginning. */
                from?: string;
                /**
                 * @description Weeks start on Monday.
                 * @example week
                 */
                granularity?: "day" | "week" | "month";
                store_id?: string;
                /** @description Last day of the outcomes counted, and of the stock looked at; absent: today, newest. */
                to?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "by_type": [
                     *         {
                     *           "action_type": "TRANSFER",
                     *           "actions": 0,
                     *           "expected_savings": 0,
                     *           "recovered_value": 0
                     *         },
                     *         {
                     *           "action_type": "MARKDOWN",
                     *           "actions": 0,
                     *           "expected_savings": 0,
                     *           "recovered_value": 0
                     *         }
                     *       ],
                     *       "from": "2026-11-21",
                     *       "granularity": "week",
                     *       "series": [
                     *         {
                     *           "actions": 1,
                     *           "expected_savings": 0,
                     *           "period_start": "2026-11-16",
                     *           "recovered_value": 12.5
                     *         }
                     *       ],
                     *       "to": "2026-11-21",
                     *       "total": {
                     *         "actions": 1,
                     *         "expected_savings": 0,
                     *         "recovered_value": 12.5
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Savings"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getMe: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": null,
                     *       "data": {
                     *         "sales_until": "2026-11-15",
                     *         "snapshot_date": "2026-11-15",
                     *         "stores_missing": []
                     *       },
                     *       "email": null,
                     *       "has_password": false,
                     *       "name": "Kim Owner",
                     *       "organization": {
                     *         "currency": "EUR",
                     *         "is_demo": false,
                     *         "locale": "en-GB",
                     *         "name": "Green Leaf",
                     *         "org_id": "9345eebc-49a1-4d0c-892a-8a7d998cc999",
                     *         "time_zone": "Europe/Berlin"
                     *       },
                     *       "permissions": [
                     *         "catalog.read",
                     *         "stock.read"
                     *       ],
                     *       "role": "owner",
                     *       "store_ids": null,
                     *       "supplier_ids": null,
                     *       "user_id": "26a47289-1bbb-4bca-9687-f45feb5c9ae3",
                     *       "viewing_as": null
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getMePersonalData: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exported_at": "2026-11-21T19:23:12.545Z",
                     *       "held": [
                     *         {
                     *           "kept": "until the person is erased",
                     *           "purpose": "to know who signs in, and to name who did something",
                     *           "rows": [
                     *             {
                     *               "approval_limit": null,
                     *               "created_at": "2026-11-21T19:22:57.454765+00:00",
                     *               "disabled_at": null,
                     *               "email": null,
                     *               "erased_at": null,
                     *               "name": "Kim Owner",
                     *               "role": "owner",
                     *               "store_ids": [],
                     *               "supplier_ids": [],
                     *               "user_id": "c3b29943-cc4e-4162-b35e-25e9ca6ec5ed",
                     *               "version": 1
                     *             }
                     *           ],
                     *           "table": "identity.users"
                     *         },
                     *         {
                     *           "kept": "GRANARY_KEEP_SESSIONS_DAYS after its end",
                     *           "purpose": "to keep somebody signed in, and to show them where they are",
                     *           "rows": [
                     *             {
                     *               "created_at": "2026-11-21T19:22:57.459186+00:00",
                     *               "expires_at": "2026-11-21T20:22:57.459186+00:00",
                     *               "kind": "terminal",
                     *               "last_seen_at": "2026-11-21T19:22:57.459186+00:00",
                     *               "revoked_at": null,
                     *               "session_id": "cdda3b5e-66ff-4552-b6b9-b9e359418ffa",
                     *               "user_agent": "test",
                     *               "user_id": "c3b29943-cc4e-4162-b35e-25e9ca6ec5ed"
                     *             },
                     *             {
                     *               "created_at": "2026-11-21T19:23:11.622578+00:00",
                     *               "expires_at": "2026-11-28T19:23:11.622578+00:00",
                     *               "kind": "web",
                     *               "last_seen_at": "2026-11-21T19:23:11.622578+00:00",
                     *               "revoked_at": null,
                     *               "session_id": "fabdc0d7-38de-4643-a278-ad1ffe491655",
                     *               "user_agent": "lightMyRequest",
                     *               "user_id": "c3b29943-cc4e-4162-b35e-25e9ca6ec5ed"
                     *             }
                     *           ],
                     *           "table": "identity.sessions"
                     *         }
                     *       ],
                     *       "user_id": "c3b29943-cc4e-4162-b35e-25e9ca6ec5ed"
                     *     }
                     */
                    "application/json": components["schemas"]["PersonalData"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getNotices: {
        parameters: {
            query?: {
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @example 2 */
                limit?: number;
                /**
                 * @description true: only what nobody has taken note of; false: only the rest.
                 * @example true
                 */
                open?: "true" | "false";
                /** @description One of last_at, first_at, count, kind; a leading - turns the order. */
                sort?: "last_at" | "-last_at" | "first_at" | "-first_at" | "count" | "-count" | "kind" | "-kind";
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["NoticeList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postNoticesNoticeIdAcknowledge: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 0e2a7c1d-5c0f-4d5e-8a9b-6f7e8d9c0b1a */
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "acknowledged_at": "2026-11-21T19:16:19.027684+00:00",
                     *       "acknowledged_by": "b8b99c31-3f02-4792-8444-bf60374e8b27",
                     *       "correlation_id": null,
                     *       "count": 1,
                     *       "first_at": "2026-11-21T19:16:19.007+00:00",
                     *       "kind": "fault",
                     *       "last_at": "2026-11-21T19:16:19.007+00:00",
                     *       "message": "GET /api/v1/risk failed on our side (internal_error, TypeError).",
                     *       "notice_id": "25cc28ae-a249-4645-a302-4c7168a8a503"
                     *     }
                     */
                    "application/json": components["schemas"]["Notice"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getOrganization: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "currency": "EUR",
                     *       "is_demo": false,
                     *       "locale": "en-GB",
                     *       "name": "Test grocer",
                     *       "org_id": "71d3479e-9002-481d-8a32-40ea3a9cafd7",
                     *       "time_zone": "Europe/Paris",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    patchOrganization: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Greenleaf",
                 *       "version": 1
                 *     }
                 */
                "application/json": components["schemas"]["PatchOrganizationRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "currency": "EUR",
                     *       "is_demo": false,
                     *       "locale": "en-GB",
                     *       "name": "Greenleaf",
                     *       "org_id": "71d3479e-9002-481d-8a32-40ea3a9cafd7",
                     *       "time_zone": "Europe/Paris",
                     *       "version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getPermissions: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "built_in_roles": [
                     *             "owner",
                     *             "admin"
                     *           ],
                     *           "for_locations": false,
                     *           "for_suppliers": false,
                     *           "is_owners_alone": false,
                     *           "permission": "audit.read",
                     *           "routes": [
                     *             "GET /api/v1/audit",
                     *             "GET /api/v1/audit/head"
                     *           ],
                     *           "sentence": "Read who did what and when"
                     *         },
                     *         {
                     *           "built_in_roles": [
                     *             "owner",
                     *             "admin"
                     *           ],
                     *           "for_locations": false,
                     *           "for_suppliers": false,
                     *           "is_owners_alone": false,
                     *           "permission": "identity.read",
                     *           "routes": [
                     *             "GET /api/v1/users",
                     *             "GET /api/v1/users/:user_id"
                     *           ],
                     *           "sentence": "See the people, roles and invitations of the organization"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GetPermissionsReply"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getReceipts: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                /** @description First day of receipt. */
                from?: string;
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                /** @example DAI-001 */
                sku_id?: string;
                /** @description One of received_date, sku_id; a leading - turns the order. */
                sort?: "received_date" | "-received_date" | "sku_id" | "-sku_id";
                store_id?: string;
                supplier_id?: string;
                /** @description Last day of receipt. */
                to?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "batch_id": "DAI-001-261113",
                     *           "item_name": "Whole Milk 1 l",
                     *           "purchase_id": 7670,
                     *           "received_date": "2026-11-15",
                     *           "received_qty": 3,
                     *           "sku_id": "DAI-001",
                     *           "store_id": "S04",
                     *           "supplier_id": null,
                     *           "unit_cost": 0.97
                     *         },
                     *         {
                     *           "batch_id": "DAI-001-261111",
                     *           "item_name": "Whole Milk 1 l",
                     *           "purchase_id": 7669,
                     *           "received_date": "2026-11-15",
                     *           "received_qty": 3,
                     *           "sku_id": "DAI-001",
                     *           "store_id": "S04",
                     *           "supplier_id": null,
                     *           "unit_cost": 0.97
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": "eyJzIjoiLXJlY2VpdmVkX2RhdGUsLXB1cmNoYXNlX2lkIiwidiI6WyIyMDI2LTExLTE1Iiw3NjY5XX0.dgdJgpCu6CJT5iBL448nOY",
                     *         "total": 411
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ReceiptList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getRisk: {
        parameters: {
            query?: {
                category?: string;
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                /** @description At most so many days to expiry. */
                max_days?: number;
                /** @example 70 */
                min_score?: number;
                sku_id?: string;
                /** @description Default: the newest judged. */
                snapshot_date?: string;
                /** @description One of risk_score, at_risk_value, at_risk_units, days_to_expiry, expiry_date, p_waste; a leading - turns the order. */
                sort?: "risk_score" | "-risk_score" | "at_risk_value" | "-at_risk_value" | "at_risk_units" | "-at_risk_units" | "days_to_expiry" | "-days_to_expiry" | "expiry_date" | "-expiry_date" | "p_waste" | "-p_waste";
                /** @example S01 */
                store_id?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "at_risk_units": 139.83,
                     *           "at_risk_units_high": 154,
                     *           "at_risk_units_low": 117.9,
                     *           "at_risk_value": 191.57,
                     *           "batch_id": "DEL-002-261105",
                     *           "category": "Deli",
                     *           "days_to_expiry": 17,
                     *           "expected_sales_to_expiry": 79.49,
                     *           "expected_wasted_units": 139.83,
                     *           "expiry_date": "2026-12-02",
                     *           "item_name": "Hummus 200 g",
                     *           "on_hand_qty": 165,
                     *           "p_waste": 1,
                     *           "risk_score": 100,
                     *           "rule_version": 1,
                     *           "scoring_source": "projection",
                     *           "sku_id": "DEL-002",
                     *           "snapshot_date": "2026-11-15",
                     *           "store_id": "S01",
                     *           "store_name": "Hamburg Altona",
                     *           "unit_cost": 1.37,
                     *           "unit_cost_source": "batch"
                     *         },
                     *         {
                     *           "at_risk_units": 1.19,
                     *           "at_risk_units_high": 2,
                     *           "at_risk_units_low": 0,
                     *           "at_risk_value": 1.61,
                     *           "batch_id": "PRO-002-261110",
                     *           "category": "Produce",
                     *           "days_to_expiry": 1,
                     *           "expected_sales_to_expiry": 1.24,
                     *           "expected_wasted_units": 1.19,
                     *           "expiry_date": "2026-11-16",
                     *           "item_name": "Mixed Salad 200 g",
                     *           "on_hand_qty": 2,
                     *           "p_waste": 0.765,
                     *           "risk_score": 77,
                     *           "rule_version": 1,
                     *           "scoring_source": "projection",
                     *           "sku_id": "PRO-002",
                     *           "snapshot_date": "2026-11-15",
                     *           "store_id": "S01",
                     *           "store_name": "Hamburg Altona",
                     *           "unit_cost": 1.35,
                     *           "unit_cost_source": "batch"
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 2
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["BatchRiskList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postRiskRefresh: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; the work goes on, follow it at the address in Location. */
            202: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "counts": {},
                     *       "created_at": "2026-11-21T18:53:05.508645+00:00",
                     *       "error": null,
                     *       "finished_at": null,
                     *       "kind": "risk",
                     *       "message": null,
                     *       "progress_pct": 0,
                     *       "run_id": "1a50455c-4f1e-40c7-bd3b-a8a9fb7ca6ba",
                     *       "started_at": null,
                     *       "state": "queued",
                     *       "step": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getRiskSummary: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                snapshot_date?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "by_category": [
                     *         {
                     *           "at_risk_units": 144.55,
                     *           "at_risk_value": 198.04,
                     *           "batches": 10,
                     *           "category": "Deli",
                     *           "high_risk": 1
                     *         },
                     *         {
                     *           "at_risk_units": 34.38,
                     *           "at_risk_value": 72.49,
                     *           "batches": 14,
                     *           "category": "Chilled Desserts",
                     *           "high_risk": 2
                     *         }
                     *       ],
                     *       "by_store": [
                     *         {
                     *           "at_risk_units": 148.8,
                     *           "at_risk_value": 206.32,
                     *           "batches": 27,
                     *           "high_risk": 2,
                     *           "store_id": "S01",
                     *           "store_name": "Hamburg Altona"
                     *         },
                     *         {
                     *           "at_risk_units": 39.7,
                     *           "at_risk_value": 79.21,
                     *           "batches": 38,
                     *           "high_risk": 3,
                     *           "store_id": "S02",
                     *           "store_name": "Berlin Mitte"
                     *         }
                     *       ],
                     *       "snapshot_date": "2026-11-15",
                     *       "total": {
                     *         "at_risk_units": 211.28,
                     *         "at_risk_value": 339.4,
                     *         "batches": 134,
                     *         "high_risk": 8
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RiskSummary"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getRoles: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "approval_limit": null,
                     *           "description": "Everything but what is the owners’ alone: people, roles, rules and the daily work",
                     *           "is_built_in": true,
                     *           "is_limited_to_locations": false,
                     *           "is_limited_to_suppliers": false,
                     *           "name": "Administrator",
                     *           "people": 0,
                     *           "permissions": [
                     *             "catalog.read",
                     *             "stock.read"
                     *           ],
                     *           "role_id": "admin",
                     *           "version": 1
                     *         },
                     *         {
                     *           "approval_limit": null,
                     *           "description": "Sees everything of the business and calculates forecasts",
                     *           "is_built_in": true,
                     *           "is_limited_to_locations": false,
                     *           "is_limited_to_suppliers": false,
                     *           "name": "Analyst",
                     *           "people": 0,
                     *           "permissions": [
                     *             "catalog.read",
                     *             "stock.read"
                     *           ],
                     *           "role_id": "analyst",
                     *           "version": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GetRolesReply"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postRoles: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "approval_limit": 250,
                 *       "is_limited_to_locations": false,
                 *       "is_limited_to_suppliers": false,
                 *       "name": "Night planner",
                 *       "permissions": [
                 *         "actions.read",
                 *         "actions.approve"
                 *       ],
                 *       "role_id": "night_planner"
                 *     }
                 */
                "application/json": components["schemas"]["PostRolesRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": 250,
                     *       "description": null,
                     *       "is_built_in": false,
                     *       "is_limited_to_locations": false,
                     *       "is_limited_to_suppliers": false,
                     *       "name": "Night planner",
                     *       "people": 0,
                     *       "permissions": [
                     *         "actions.read",
                     *         "actions.approve"
                     *       ],
                     *       "role_id": "night_planner_8",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getRolesRoleId: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example planner */
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": null,
                     *       "description": "Uploads files, starts runs, decides about all locations",
                     *       "is_built_in": true,
                     *       "is_limited_to_locations": false,
                     *       "is_limited_to_suppliers": false,
                     *       "name": "Planner",
                     *       "people": 5,
                     *       "permissions": [
                     *         "catalog.read",
                     *         "stock.read"
                     *       ],
                     *       "role_id": "planner",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    putRolesRoleId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example night_planner */
                role_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "approval_limit": 250,
                 *       "is_limited_to_locations": false,
                 *       "is_limited_to_suppliers": false,
                 *       "name": "Night planner",
                 *       "permissions": [
                 *         "actions.read",
                 *         "actions.approve"
                 *       ],
                 *       "version": 1
                 *     }
                 */
                "application/json": components["schemas"]["PutRolesRoleIdRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": 250,
                     *       "description": null,
                     *       "is_built_in": false,
                     *       "is_limited_to_locations": false,
                     *       "is_limited_to_suppliers": false,
                     *       "name": "Night planner",
                     *       "people": 0,
                     *       "permissions": [
                     *         "actions.read",
                     *         "actions.approve"
                     *       ],
                     *       "role_id": "role_9",
                     *       "version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Role"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    deleteRolesRoleId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example night_planner */
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getRuns: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @example nightly */
                kind?: string;
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                /** @description One of created_at, kind; a leading - turns the order. */
                sort?: "created_at" | "-created_at" | "kind" | "-kind";
                state?: "queued" | "running" | "completed" | "failed" | "cancelled";
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "counts": {
                     *             "drift.alerts": 0,
                     *             "drift.ms": 102,
                     *             "drift.opened": 0,
                     *             "drift.resolved": 0,
                     *             "features.ms": 626,
                     *             "features.series": 92,
                     *             "features.stockout_days": 207,
                     *             "forecast.elasticities": 24,
                     *             "forecast.ms": 2287,
                     *             "forecast.series": 92,
                     *             "forecast.skipped": 0,
                     *             "kpis.ms": 185,
                     *             "kpis.snapshots": 1,
                     *             "proposals.candidates": 9,
                     *             "proposals.created": 8,
                     *             "proposals.ms": 2254,
                     *             "proposals.refreshed": 0,
                     *             "proposals.skipped": 0,
                     *             "proposals.unchanged": 0,
                     *             "proposals.withdrawn": 0,
                     *             "retention.ms": 14,
                     *             "risk.batches": 134,
                     *             "risk.ms": 1098,
                     *             "risk.skipped": 0
                     *           },
                     *           "created_at": "2026-11-21T19:40:59.983804+00:00",
                     *           "error": null,
                     *           "finished_at": "2026-11-21T19:41:06.665963+00:00",
                     *           "kind": "nightly",
                     *           "message": null,
                     *           "progress_pct": 100,
                     *           "run_id": "f62e7b16-a9fa-4e37-84a1-259afd547a7e",
                     *           "started_at": "2026-11-21T19:41:00.025125+00:00",
                     *           "state": "completed",
                     *           "step": "kpis"
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RunList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postRuns: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "nightly"
                 *     }
                 */
                "application/json": components["schemas"]["PostRunsRequest"];
            };
        };
        responses: {
            /** @description Accepted; the work goes on, follow it at the address in Location. */
            202: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "counts": {},
                     *       "created_at": "2026-11-21T18:53:05.962657+00:00",
                     *       "error": null,
                     *       "finished_at": null,
                     *       "kind": "nightly",
                     *       "message": null,
                     *       "progress_pct": 0,
                     *       "run_id": "37c9c173-7643-4bf4-8b01-c5de38b896c0",
                     *       "started_at": null,
                     *       "state": "queued",
                     *       "step": null
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getRunsRunId: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example 0e2a7c1d-5c0f-4d5e-8a9b-6f7e8d9c0b1a */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "counts": {
                     *         "drift.alerts": 0,
                     *         "drift.ms": 51,
                     *         "drift.opened": 0,
                     *         "drift.resolved": 0,
                     *         "features.ms": 143,
                     *         "features.series": 92,
                     *         "features.stockout_days": 207,
                     *         "forecast.elasticities": 24,
                     *         "forecast.ms": 584,
                     *         "forecast.series": 92,
                     *         "forecast.skipped": 0,
                     *         "kpis.ms": 58,
                     *         "kpis.snapshots": 1,
                     *         "proposals.candidates": 9,
                     *         "proposals.created": 8,
                     *         "proposals.ms": 712,
                     *         "proposals.refreshed": 0,
                     *         "proposals.skipped": 0,
                     *         "proposals.unchanged": 0,
                     *         "proposals.withdrawn": 0,
                     *         "risk.batches": 134,
                     *         "risk.ms": 334,
                     *         "risk.skipped": 0
                     *       },
                     *       "created_at": "2026-11-21T18:52:58.672877+00:00",
                     *       "error": null,
                     *       "finished_at": "2026-11-21T18:53:04.602342+00:00",
                     *       "kind": "nightly",
                     *       "message": null,
                     *       "progress_pct": 100,
                     *       "run_id": "7973ff7f-4c0a-4c78-8aeb-47e28041bf7e",
                     *       "started_at": "2026-11-21T18:53:02.703279+00:00",
                     *       "state": "completed",
                     *       "step": "kpis"
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postRunsRunIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 0e2a7c1d-5c0f-4d5e-8a9b-6f7e8d9c0b1a */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "counts": {
                     *         "drift.alerts": 0,
                     *         "drift.ms": 51,
                     *         "drift.opened": 0,
                     *         "drift.resolved": 0,
                     *         "features.ms": 143,
                     *         "features.series": 92,
                     *         "features.stockout_days": 207,
                     *         "forecast.elasticities": 24,
                     *         "forecast.ms": 584,
                     *         "forecast.series": 92,
                     *         "forecast.skipped": 0,
                     *         "kpis.ms": 58,
                     *         "kpis.snapshots": 1,
                     *         "proposals.candidates": 9,
                     *         "proposals.created": 8,
                     *         "proposals.ms": 712,
                     *         "proposals.refreshed": 0,
                     *         "proposals.skipped": 0,
                     *         "proposals.unchanged": 0,
                     *         "proposals.withdrawn": 0,
                     *         "risk.batches": 134,
                     *         "risk.ms": 334,
                     *         "risk.skipped": 0
                     *       },
                     *       "created_at": "2026-11-21T18:52:58.672877+00:00",
                     *       "error": null,
                     *       "finished_at": "2026-11-21T18:53:04.602342+00:00",
                     *       "kind": "nightly",
                     *       "message": null,
                     *       "progress_pct": 100,
                     *       "run_id": "7973ff7f-4c0a-4c78-8aeb-47e28041bf7e",
                     *       "started_at": "2026-11-21T18:53:02.703279+00:00",
                     *       "state": "completed",
                     *       "step": "kpis"
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getSecurityEvents: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                /** @description From this instant, or from the beginning of this day. */
                from?: string;
                kind?: string;
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                /** @description One of event_id; a leading - turns the order. */
                sort?: "event_id" | "-event_id";
                /** @description To this instant, or to the end of this day. */
                to?: string;
                user_id?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SecurityEventList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getSeriesStoreIdSkuId: {
        parameters: {
            query?: {
                days?: number;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example DAI-001 */
                sku_id: string;
                /** @example S01 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "actions": [],
                     *       "batches": [
                     *         {
                     *           "at_risk_units": 0.11,
                     *           "at_risk_units_high": 0,
                     *           "at_risk_units_low": 0,
                     *           "at_risk_value": 0.11,
                     *           "batch_id": "DAI-001-261113",
                     *           "category": "Dairy",
                     *           "days_to_expiry": 9,
                     *           "expected_sales_to_expiry": 10.73,
                     *           "expected_wasted_units": 0.11,
                     *           "expiry_date": "2026-11-24",
                     *           "file_name": "inventory.xlsx",
                     *           "item_name": "Whole Milk 1 l",
                     *           "on_hand_qty": 6,
                     *           "p_waste": 0.055,
                     *           "risk_score": 6,
                     *           "row_no": 4237,
                     *           "rule_version": 1,
                     *           "scoring_source": "projection",
                     *           "sku_id": "DAI-001",
                     *           "snapshot_date": "2026-11-15",
                     *           "store_id": "S01",
                     *           "store_name": "Hamburg Altona",
                     *           "unit_cost": 0.97,
                     *           "unit_cost_source": "batch",
                     *           "upload_id": "82103a54-d2d9-4cee-a79f-31ba70efd541"
                     *         }
                     *       ],
                     *       "features": {
                     *         "date": "2026-11-15",
                     *         "rank_in_store": 20,
                     *         "seasonality_flag": true,
                     *         "sell_through_pct": 87.23,
                     *         "share_pct": 20.7071,
                     *         "sku_id": "DAI-001",
                     *         "store_id": "S01",
                     *         "trend_pct": 8.82,
                     *         "velocity_14d": 0.79,
                     *         "velocity_30d": 1.37,
                     *         "velocity_7d": 1.14,
                     *         "volatility": 0.9508
                     *       },
                     *       "forecast": {
                     *         "data_until": "2026-11-15",
                     *         "days": [
                     *           {
                     *             "date": "2026-11-16",
                     *             "mean": 0.96,
                     *             "p10": 0,
                     *             "p25": 0,
                     *             "p50": 1,
                     *             "p75": 2,
                     *             "p90": 2
                     *           },
                     *           {
                     *             "date": "2026-11-17",
                     *             "mean": 1.17,
                     *             "p10": 0,
                     *             "p25": 0,
                     *             "p50": 1,
                     *             "p75": 2,
                     *             "p90": 3
                     *           }
                     *         ],
                     *         "forecast_run_id": "258f889d-3676-4657-a3c0-5286fb46212c",
                     *         "model": "weekday-counts",
                     *         "reason": "Level and pattern of the week from 178 usable days, by count models, weighed by how well each foretold them (they remember 54 days). 22 promotion days left out."
                     *       },
                     *       "history": [
                     *         {
                     *           "date": "2026-07-19",
                     *           "price": 1.29,
                     *           "promoted": false,
                     *           "stockout": false,
                     *           "units": 1
                     *         },
                     *         {
                     *           "date": "2026-07-20",
                     *           "price": 1.29,
                     *           "promoted": false,
                     *           "stockout": false,
                     *           "units": 2
                     *         }
                     *       ],
                     *       "item": {
                     *         "category": "Dairy",
                     *         "mrp": 1.29,
                     *         "name": "Whole Milk 1 l",
                     *         "shelf_life_days": 12,
                     *         "sku_id": "DAI-001",
                     *         "unit": "each"
                     *       },
                     *       "receipts": [
                     *         {
                     *           "batch_id": "DAI-001-261113",
                     *           "received_date": "2026-11-15",
                     *           "received_qty": 6,
                     *           "unit_cost": 0.97
                     *         },
                     *         {
                     *           "batch_id": "DAI-001-261108",
                     *           "received_date": "2026-11-13",
                     *           "received_qty": 3,
                     *           "unit_cost": 0.96
                     *         }
                     *       ],
                     *       "snapshot_date": "2026-11-15",
                     *       "store": {
                     *         "city": "Hamburg",
                     *         "name": "Hamburg Altona",
                     *         "store_id": "S01",
                     *         "zone": "North"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ItemAtAPlace"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getSessions: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 20
                 */
                limit?: number;
                /** @description One of created_at, last_seen_at, expires_at; a leading - turns the order. */
                sort?: "created_at" | "-created_at" | "last_seen_at" | "-last_seen_at" | "expires_at" | "-expires_at";
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "address": "127.0.0.1",
                     *           "created_at": "2026-11-21T19:16:06.841+00:00",
                     *           "expires_at": "2026-12-21T19:16:06.841+00:00",
                     *           "is_current": true,
                     *           "kind": "program",
                     *           "last_seen_at": "2026-11-21T19:16:06.841+00:00",
                     *           "session_id": "140f758d-11e4-43b0-9bb2-22f1a721ad49",
                     *           "user_agent": "lightMyRequest"
                     *         },
                     *         {
                     *           "address": null,
                     *           "created_at": "2026-11-21T19:16:04.74+00:00",
                     *           "expires_at": "2026-11-21T20:16:04.74+00:00",
                     *           "is_current": false,
                     *           "kind": "terminal",
                     *           "last_seen_at": "2026-11-21T19:16:04.74+00:00",
                     *           "session_id": "a2a3b91e-83b0-4830-a395-bb32acf4cd73",
                     *           "user_agent": "test"
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 2
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    deleteSessionsSessionId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 0d3b8d0e-8c58-4d0f-9c7c-0a3a3cf5a1de */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getStores: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                kind?: "store" | "dc" | "plant";
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                /** @description One of store_id, name; a leading - turns the order. */
                sort?: "store_id" | "-store_id" | "name" | "-name";
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "capacity_units": 3250,
                     *           "city": "Kassel",
                     *           "kind": "dc",
                     *           "name": "Kassel Distribution Centre",
                     *           "store_id": "DC1",
                     *           "version": 1,
                     *           "zone": "Central"
                     *         },
                     *         {
                     *           "capacity_units": 800,
                     *           "city": "Hamburg",
                     *           "kind": "store",
                     *           "name": "Hamburg Altona",
                     *           "store_id": "S01",
                     *           "version": 1,
                     *           "zone": "North"
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": "eyJzIjoic3RvcmVfaWQsc3RvcmVfaWQiLCJ2IjpbIlMwMSIsIlMwMSJdfQ.Dp59i95HIMjQ2LR3-fH2bo",
                     *         "total": 5
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["StoreList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    patchStores: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "city": "Lyon",
                 *           "kind": "store",
                 *           "name": "Lyon Part-Dieu",
                 *           "store_id": "S99"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PatchStoresRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failed": 0,
                     *       "results": [
                     *         {
                     *           "created": true,
                     *           "id": "S99",
                     *           "index": 0,
                     *           "status": "ok",
                     *           "version": 1
                     *         }
                     *       ],
                     *       "succeeded": 1
                     *     }
                     */
                    "application/json": components["schemas"]["BulkSaved"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getStoresStoreId: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example S01 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "capacity_units": 800,
                     *       "city": "Hamburg",
                     *       "kind": "store",
                     *       "name": "Hamburg Altona",
                     *       "store_id": "S01",
                     *       "version": 1,
                     *       "zone": "North"
                     *     }
                     */
                    "application/json": components["schemas"]["Store"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    patchStoresStoreId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example S01 */
                store_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "zone": "SOUTH"
                 *     }
                 */
                "application/json": components["schemas"]["PatchStoresStoreIdRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "capacity_units": 800,
                     *       "city": "Hamburg",
                     *       "kind": "store",
                     *       "name": "Hamburg Altona",
                     *       "store_id": "S01",
                     *       "version": 2,
                     *       "zone": "SOUTH"
                     *     }
                     */
                    "application/json": components["schemas"]["Store"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    etag: components["headers"]["ETag"];
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Store"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getTokens: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 20
                 */
                limit?: number;
                /** @description One of created_at, expires_at, name; a leading - turns the order. */
                sort?: "created_at" | "-created_at" | "expires_at" | "-expires_at" | "name" | "-name";
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MachineTokenList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postTokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expires_in_days": 90,
                 *       "name": "Till export",
                 *       "permissions": [
                 *         "ingest.write"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PostTokensRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created_at": "2026-11-21T19:42:33.553+00:00",
                     *       "expires_at": "2027-02-19T19:42:33.553+00:00",
                     *       "last_used_at": null,
                     *       "made_by": "Kim Owner",
                     *       "name": "Till export",
                     *       "permissions": [
                     *         "ingest.write"
                     *       ],
                     *       "prefix": "grn_…3-7bC6",
                     *       "revoked_at": null,
                     *       "token": "grn_2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…",
                     *       "token_id": "1a497c80-b333-403e-abf7-877f017c3bb0",
                     *       "user_id": "1b706e52-0b91-4280-be39-d2ddb259a415"
                     *     }
                     */
                    "application/json": components["schemas"]["NewMachineToken"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    deleteTokensTokenId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example b0f3a0fe-0d8e-4b43-9f16-60f0f7d0c1ce */
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "file": "date,store_id,sku_id,units_sold\n2026-11-16,S01,DAI-001,4\n",
                 *       "file_type": "sales"
                 *     }
                 */
                "multipart/form-data": {
                    /** @enum {string} */
                    accept_suggestions?: "true" | "false";
                    /** @enum {string} */
                    background?: "true" | "false";
                    /** @enum {string} */
                    date_order?: "day-first" | "month-first";
                    /**
                     * Format: binary
                     * @description One CSV or XLSX file.
                     */
                    file: string;
                    file_type?: string;
                    mapping?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "checksum": "83c37b75b26088c6720d36fa98de3e22fb466f2b7bcde20e4061a8d91ea9d292",
                     *       "completed_at": "2026-11-21T18:53:05.764565+00:00",
                     *       "error": null,
                     *       "file_format": "csv",
                     *       "file_name": "sales.csv",
                     *       "file_type": "sales",
                     *       "message": null,
                     *       "repeats_upload_id": null,
                     *       "rows_changed": 0,
                     *       "rows_new": 1,
                     *       "rows_processed": 1,
                     *       "rows_rejected": 0,
                     *       "rows_total": 1,
                     *       "rows_unchanged": 0,
                     *       "size_bytes": 57,
                     *       "status": "completed",
                     *       "upload_id": "0c6a5379-bdcf-4f6f-b9bd-5ed601788a0b",
                     *       "uploaded_at": "2026-11-21T18:53:05.746788+00:00",
                     *       "uploaded_by": "8376e47e-702c-4b67-b2c0-adae4432f070",
                     *       "uploaded_by_name": "Test owner",
                     *       "warnings": []
                     *     }
                     */
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description Accepted; the work goes on, follow it at the address in Location. */
            202: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadAccepted"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getUploadUploadIdFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example 7d1c2f7e-0f55-4f0e-9a64-5b1f6f1d2c33 */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getUploadUploadIdRejectedCsv: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example 7d1c2f7e-0f55-4f0e-9a64-5b1f6f1d2c33 */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getUploadUploadIdReport: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example 7d1c2f7e-0f55-4f0e-9a64-5b1f6f1d2c33 */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "advice": [
                     *         "Nothing to mend: every row was understood."
                     *       ],
                     *       "completeness": [
                     *         {
                     *           "column": "date",
                     *           "filled_pct": 100,
                     *           "invalid": 0,
                     *           "missing": 0
                     *         },
                     *         {
                     *           "column": "store_id",
                     *           "filled_pct": 100,
                     *           "invalid": 0,
                     *           "missing": 0
                     *         }
                     *       ],
                     *       "date_range": {
                     *         "column": "date",
                     *         "from": "2026-04-30",
                     *         "to": "2026-11-15"
                     *       },
                     *       "duplicates": 0,
                     *       "file_name": "sales.csv",
                     *       "file_type": "sales",
                     *       "findings": [],
                     *       "findings_stored": 0,
                     *       "findings_total": 0,
                     *       "mapping": [
                     *         {
                     *           "column": "date",
                     *           "confidence": 97,
                     *           "read_as": "day first: 4966 rows can only be read that way",
                     *           "reason": "synonym",
                     *           "required": true,
                     *           "samples": [
                     *             "30.04.2026",
                     *             "01.05.2026"
                     *           ],
                     *           "source": "Day"
                     *         },
                     *         {
                     *           "column": "store_id",
                     *           "confidence": 100,
                     *           "read_as": "as text",
                     *           "reason": "caller",
                     *           "required": true,
                     *           "samples": [
                     *             "S01",
                     *             "S02"
                     *           ],
                     *           "source": "Shop"
                     *         }
                     *       ],
                     *       "message": null,
                     *       "repeats_upload_id": null,
                     *       "rows_changed": 0,
                     *       "rows_new": 14997,
                     *       "rows_processed": 14997,
                     *       "rows_rejected": 0,
                     *       "rows_total": 14997,
                     *       "rows_unchanged": 0,
                     *       "sample_rows": [],
                     *       "seconds": 0.118,
                     *       "source": {
                     *         "delimiter": ";",
                     *         "encoding": "utf-8",
                     *         "format": "csv",
                     *         "header_row": 1,
                     *         "other_sheets": [],
                     *         "sheet": null
                     *       },
                     *       "status": "completed",
                     *       "unused_columns": [],
                     *       "upload_id": "9baa0e03-5e4b-49b2-bd26-c22f1f653306"
                     *     }
                     */
                    "application/json": components["schemas"]["DataHealthReport"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getUploadUploadIdStatus: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example 7d1c2f7e-0f55-4f0e-9a64-5b1f6f1d2c33 */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": null,
                     *       "progress_pct": 100,
                     *       "rows_changed": 0,
                     *       "rows_new": 14997,
                     *       "rows_processed": 14997,
                     *       "rows_read": 14997,
                     *       "rows_rejected": 0,
                     *       "rows_total": 14997,
                     *       "rows_unchanged": 0,
                     *       "run_id": "cf95daf7-dee0-475c-9cd1-7551bba4b92f",
                     *       "status": "completed",
                     *       "step": null,
                     *       "upload_id": "9baa0e03-5e4b-49b2-bd26-c22f1f653306"
                     *     }
                     */
                    "application/json": components["schemas"]["UploadStatus"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getUploads: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                file_type?: string;
                /**
                 * @description Rows on a page, 1 to 500.
                 * @example 2
                 */
                limit?: number;
                /** @description One of uploaded_at, file_name, file_type, status, size_bytes; a leading - turns the order. */
                sort?: "uploaded_at" | "-uploaded_at" | "file_name" | "-file_name" | "file_type" | "-file_type" | "status" | "-status" | "size_bytes" | "-size_bytes";
                status?: "received" | "processing" | "completed" | "rejected" | "failed";
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "checksum": "83c37b75b26088c6720d36fa98de3e22fb466f2b7bcde20e4061a8d91ea9d292",
                     *           "completed_at": "2026-11-21T18:53:05.764565+00:00",
                     *           "error": null,
                     *           "file_format": "csv",
                     *           "file_name": "sales.csv",
                     *           "file_type": "sales",
                     *           "message": null,
                     *           "repeats_upload_id": null,
                     *           "rows_changed": 0,
                     *           "rows_new": 1,
                     *           "rows_processed": 1,
                     *           "rows_rejected": 0,
                     *           "rows_total": 1,
                     *           "rows_unchanged": 0,
                     *           "size_bytes": 57,
                     *           "status": "completed",
                     *           "upload_id": "0c6a5379-bdcf-4f6f-b9bd-5ed601788a0b",
                     *           "uploaded_at": "2026-11-21T18:53:05.746788+00:00",
                     *           "uploaded_by": "8376e47e-702c-4b67-b2c0-adae4432f070",
                     *           "uploaded_by_name": "Test owner",
                     *           "warnings": []
                     *         },
                     *         {
                     *           "checksum": "c1d64d0788cbc6713f50fe217824d63bfb45b655a3fdccf7c4c1561eb9ecede7",
                     *           "completed_at": "2026-11-21T18:52:58.486601+00:00",
                     *           "error": null,
                     *           "file_format": "csv",
                     *           "file_name": "sales.csv",
                     *           "file_type": "sales",
                     *           "message": null,
                     *           "repeats_upload_id": null,
                     *           "rows_changed": 0,
                     *           "rows_new": 14997,
                     *           "rows_processed": 14997,
                     *           "rows_rejected": 0,
                     *           "rows_total": 14997,
                     *           "rows_unchanged": 0,
                     *           "size_bytes": 466910,
                     *           "status": "completed",
                     *           "upload_id": "9baa0e03-5e4b-49b2-bd26-c22f1f653306",
                     *           "uploaded_at": "2026-11-21T18:52:58.359784+00:00",
                     *           "uploaded_by": "8376e47e-702c-4b67-b2c0-adae4432f070",
                     *           "uploaded_by_name": "Test owner",
                     *           "warnings": []
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": "eyJzIjoiLXVwbG9hZGVkX2F0LHVwbG9hZF9pZCIsInYiOlsiMjAyNi0xMS0yMVQxODo1Mjo1OC4zNTk3ODQrMDA6MDAiLCI5YmFhMGUwMy01ZTRiLTQ5YjItYmQyNi1jMjJmMWY2NTMzMDYiXX0",
                     *         "total": 7
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["UploadList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getUsers: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description csv streams the whole filtered list as a file. */
                format?: "json" | "csv";
                /** @description Rows on a page, 1 to 500. */
                limit?: number;
                /** @description Part of the name or the e-mail address. */
                q?: string;
                /** @description Code of a role. */
                role?: string;
                /** @description One of name, created_at; a leading - turns the order. */
                sort?: "name" | "-name" | "created_at" | "-created_at";
                /** @example active */
                state?: "active" | "deactivated" | "all";
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "approval_limit": null,
                     *           "created_at": "2026-11-21T21:58:40.00201+00:00",
                     *           "effective_approval_limit": null,
                     *           "email": null,
                     *           "has_password": false,
                     *           "has_second_factor": false,
                     *           "is_active": true,
                     *           "last_seen_at": "2026-11-21T21:59:21.758+00:00",
                     *           "name": "Kim Owner",
                     *           "role": "owner",
                     *           "role_name": "Owner",
                     *           "sign_in_delayed_until": null,
                     *           "store_ids": [],
                     *           "supplier_ids": [],
                     *           "user_id": "6f681875-96a8-41ff-97da-b7879a9e0a13",
                     *           "version": 1
                     *         },
                     *         {
                     *           "approval_limit": null,
                     *           "created_at": "2026-11-21T21:59:09.437219+00:00",
                     *           "effective_approval_limit": null,
                     *           "email": "mira@greenleaf.example",
                     *           "has_password": true,
                     *           "has_second_factor": false,
                     *           "is_active": true,
                     *           "last_seen_at": "2026-11-21T21:59:27.331+00:00",
                     *           "name": "Mira Lund",
                     *           "role": "planner",
                     *           "role_name": "Planner",
                     *           "sign_in_delayed_until": null,
                     *           "store_ids": [],
                     *           "supplier_ids": [],
                     *           "user_id": "dcd0ecfc-8b9c-4336-b700-5d6d44a6701b",
                     *           "version": 10
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 12
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PersonList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "approval_limit": 500,
                 *       "email": "ana@greenleaf.example",
                 *       "name": "Ana Ruiz",
                 *       "password": "Rain-on-the-harbour-7",
                 *       "role": "planner",
                 *       "store_ids": [],
                 *       "supplier_ids": []
                 *     }
                 */
                "application/json": components["schemas"]["PostUsersRequest"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": 500,
                     *       "created_at": "2026-11-21T21:59:28.245374+00:00",
                     *       "effective_approval_limit": 500,
                     *       "email": "person-1@greenleaf.example",
                     *       "has_password": true,
                     *       "has_second_factor": false,
                     *       "is_active": true,
                     *       "last_seen_at": null,
                     *       "name": "Ana Ruiz",
                     *       "role": "planner",
                     *       "role_name": "Planner",
                     *       "sign_in_delayed_until": null,
                     *       "store_ids": [],
                     *       "supplier_ids": [],
                     *       "user_id": "b77bdcfb-1b87-4223-a146-83d65258ce18",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Person"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    patchUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "role": "viewer",
                 *           "user_id": "8376e47e-702c-4b67-b2c0-adae4432f070",
                 *           "version": 1
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PatchUsersRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failed": 0,
                     *       "results": [
                     *         {
                     *           "id": "f2036daf-bd90-4e48-8910-6214a524b18d",
                     *           "index": 0,
                     *           "status": "ok",
                     *           "version": 2
                     *         }
                     *       ],
                     *       "succeeded": 1
                     *     }
                     */
                    "application/json": components["schemas"]["BulkPeople"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getUsersUserId: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": null,
                     *       "created_at": "2026-11-21T21:59:28.386059+00:00",
                     *       "effective_approval_limit": null,
                     *       "email": "person-2@greenleaf.example",
                     *       "has_password": true,
                     *       "has_second_factor": false,
                     *       "is_active": true,
                     *       "last_seen_at": null,
                     *       "name": "Person 2",
                     *       "role": "planner",
                     *       "role_name": "Planner",
                     *       "sign_in_delayed_until": null,
                     *       "store_ids": [],
                     *       "supplier_ids": [],
                     *       "user_id": "0c73995f-d6da-4e4d-9a42-dd6949ac0b79",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    patchUsersUserId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "viewer",
                 *       "version": 1
                 *     }
                 */
                "application/json": components["schemas"]["PatchUsersUserIdRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": null,
                     *       "created_at": "2026-11-21T21:59:28.944925+00:00",
                     *       "effective_approval_limit": null,
                     *       "email": "person-3@greenleaf.example",
                     *       "has_password": true,
                     *       "has_second_factor": false,
                     *       "is_active": true,
                     *       "last_seen_at": null,
                     *       "name": "Person 3",
                     *       "role": "viewer",
                     *       "role_name": "Viewer",
                     *       "sign_in_delayed_until": null,
                     *       "store_ids": [],
                     *       "supplier_ids": [],
                     *       "user_id": "4787cba5-fde8-41f1-825b-450394490a9a",
                     *       "version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Person"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postUsersUserIdDeactivate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": null,
                     *       "created_at": "2026-11-21T21:59:29.122599+00:00",
                     *       "effective_approval_limit": null,
                     *       "email": "person-4@greenleaf.example",
                     *       "has_password": true,
                     *       "has_second_factor": false,
                     *       "is_active": false,
                     *       "last_seen_at": null,
                     *       "name": "Person 4",
                     *       "role": "planner",
                     *       "role_name": "Planner",
                     *       "sign_in_delayed_until": null,
                     *       "store_ids": [],
                     *       "supplier_ids": [],
                     *       "user_id": "8290dc84-cb67-4f98-a8c3-d5911f0a5ca0",
                     *       "version": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Person"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postUsersUserIdErasure: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "erased_at": "2026-11-21T19:23:12.6458+00:00",
                     *       "pseudonym": "Erased person f61a84f8",
                     *       "user_id": "f61a84f8-a695-4fc3-847b-f9e1f28c8cda"
                     *     }
                     */
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postUsersUserIdPasswordReset: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    location: components["headers"]["Location"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "link": "http://127.0.0.1:0/app/reset-password#2addcaa949ba4a98aa40a9482cf49240.k3Jw0cZ…"
                     *     }
                     */
                    "application/json": components["schemas"]["PasswordResetLink"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getUsersUserIdPersonalData: {
        parameters: {
            query?: {
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exported_at": "2026-11-21T19:23:12.593Z",
                     *       "held": [
                     *         {
                     *           "kept": "until the person is erased",
                     *           "purpose": "to know who signs in, and to name who did something",
                     *           "rows": [
                     *             {
                     *               "approval_limit": null,
                     *               "created_at": "2026-11-21T19:23:11.364045+00:00",
                     *               "disabled_at": null,
                     *               "email": "mira@greenleaf.example",
                     *               "erased_at": null,
                     *               "name": "Mira Lund",
                     *               "role": "planner",
                     *               "store_ids": [],
                     *               "supplier_ids": [],
                     *               "user_id": "121f8e63-73a3-4bee-82ed-94c5c4c58588",
                     *               "version": 1
                     *             }
                     *           ],
                     *           "table": "identity.users"
                     *         },
                     *         {
                     *           "kept": "until the address changes or the person is erased",
                     *           "purpose": "leads from an e-mail address to its organization",
                     *           "rows": [
                     *             {
                     *               "email": "mira@greenleaf.example",
                     *               "user_id": "121f8e63-73a3-4bee-82ed-94c5c4c58588"
                     *             }
                     *           ],
                     *           "table": "identity.sign_in_names"
                     *         }
                     *       ],
                     *       "user_id": "121f8e63-73a3-4bee-82ed-94c5c4c58588"
                     *     }
                     */
                    "application/json": components["schemas"]["PersonalData"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postUsersUserIdReactivate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of your read, or the version in quotes; stands for `version` in the body. A stale one is 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "approval_limit": null,
                     *       "created_at": "2026-11-21T21:59:29.577779+00:00",
                     *       "effective_approval_limit": null,
                     *       "email": "person-5@greenleaf.example",
                     *       "has_password": true,
                     *       "has_second_factor": false,
                     *       "is_active": true,
                     *       "last_seen_at": null,
                     *       "name": "Person 5",
                     *       "role": "planner",
                     *       "role_name": "Planner",
                     *       "sign_in_delayed_until": null,
                     *       "store_ids": [],
                     *       "supplier_ids": [],
                     *       "user_id": "e0de9c61-f473-4e2d-9797-798a0cafee86",
                     *       "version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Person"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            412: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    deleteUsersUserIdSecondFactor: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    getUsersUserIdSessions: {
        parameters: {
            query?: {
                /** @description `page.next_cursor` of the page before. */
                cursor?: string;
                /** @description Names of the fields to answer, separated by commas; without it all of them. */
                fields?: string;
                /** @description Rows on a page, 1 to 500. */
                limit?: number;
                /** @description One of created_at, last_seen_at, expires_at; a leading - turns the order. */
                sort?: "created_at" | "-created_at" | "last_seen_at" | "-last_seen_at" | "expires_at" | "-expires_at";
            };
            header?: {
                /** @description The ETag of an earlier reply; when nothing has changed the answer is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
                /** @description Reads as somebody else would, never with more than one’s own rights: a role’s code, with locations or suppliers where it is limited to them (`store_manager:S01,S02`), or a person’s id. Needs identity.view_as. */
                "x-granary-view-as"?: components["parameters"]["ViewAs"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    etag: components["headers"]["ETag"];
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "address": "127.0.0.1",
                     *           "created_at": "2026-11-21T19:16:07.32+00:00",
                     *           "expires_at": "2026-12-21T19:16:07.32+00:00",
                     *           "is_current": false,
                     *           "kind": "program",
                     *           "last_seen_at": "2026-11-21T19:16:07.32+00:00",
                     *           "session_id": "c12d376d-e0aa-4cbf-a78f-e196ea995c55",
                     *           "user_agent": "lightMyRequest"
                     *         },
                     *         {
                     *           "address": null,
                     *           "created_at": "2026-11-21T19:16:04.74+00:00",
                     *           "expires_at": "2026-11-21T20:16:04.74+00:00",
                     *           "is_current": false,
                     *           "kind": "terminal",
                     *           "last_seen_at": "2026-11-21T19:16:04.74+00:00",
                     *           "session_id": "a2a3b91e-83b0-4830-a395-bb32acf4cd73",
                     *           "user_agent": "test"
                     *         }
                     *       ],
                     *       "page": {
                     *         "next_cursor": null,
                     *         "total": 2
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description Nothing has changed since the reply that If-None-Match names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    deleteUsersUserIdSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ended": 1
                     *     }
                     */
                    "application/json": components["schemas"]["EndedSessions"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    deleteUsersUserIdSessionsSessionId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 0d3b8d0e-8c58-4d0f-9c7c-0a3a3cf5a1de */
                session_id: string;
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postUsersUserIdUnlock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path: {
                /** @example 8376e47e-702c-4b67-b2c0-adae4432f070 */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say. */
            204: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            404: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            414: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postUsersDeactivate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "user_id": "8376e47e-702c-4b67-b2c0-adae4432f070"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PostUsersDeactivateRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failed": 0,
                     *       "results": [
                     *         {
                     *           "id": "7246417e-d134-4662-a235-0a8fa9b6862f",
                     *           "index": 0,
                     *           "status": "ok",
                     *           "version": 2
                     *         }
                     *       ],
                     *       "succeeded": 1
                     *     }
                     */
                    "application/json": components["schemas"]["BulkPeople"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
    postUsersReactivate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes it safe to send the request again for a day: it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Up to 100 letters, digits, dots, dashes and underscores; otherwise one is made. */
                "x-correlation-id"?: components["parameters"]["CorrelationIdSent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "user_id": "8376e47e-702c-4b67-b2c0-adae4432f070"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PostUsersReactivateRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["CorrelationId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "failed": 0,
                     *       "results": [
                     *         {
                     *           "id": "6f83e60c-cad1-4cf2-968a-e956d6b6b699",
                     *           "index": 0,
                     *           "status": "ok",
                     *           "version": 1
                     *         }
                     *       ],
                     *       "succeeded": 1
                     *     }
                     */
                    "application/json": components["schemas"]["BulkPeople"];
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Refused"];
            403: components["responses"]["Refused"];
            406: components["responses"]["Refused"];
            409: components["responses"]["Refused"];
            413: components["responses"]["Refused"];
            415: components["responses"]["Refused"];
            422: components["responses"]["Refused"];
            429: components["responses"]["Refused"];
            500: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
        };
    };
}
