using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ReadableAudit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_About_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Account_Sequence",
                table: "AuditEntries");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_About_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "About", "At", "Sequence" },
                filter: "\"About\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Account_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "Account", "At", "Sequence" },
                filter: "\"Account\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Action_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "Action", "At", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "At", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_From_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "From", "At", "Sequence" },
                filter: "\"From\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_InEmergency",
                table: "AuditEntries",
                columns: new[] { "At", "Sequence" },
                filter: "\"Detail\" LIKE '%break-glass'");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Outcome_At_Sequence",
                table: "AuditEntries",
                columns: new[] { "Outcome", "At", "Sequence" },
                filter: "\"Outcome\" <> 'Allowed'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_About_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Account_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Action_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_From_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_InEmergency",
                table: "AuditEntries");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Outcome_At_Sequence",
                table: "AuditEntries");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_About_Sequence",
                table: "AuditEntries",
                columns: new[] { "About", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Account_Sequence",
                table: "AuditEntries",
                columns: new[] { "Account", "Sequence" });
        }
    }
}
